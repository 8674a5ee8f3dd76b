// The tests share the packages and the folders of the applications that use them.
[assembly: DoNotParallelize]
