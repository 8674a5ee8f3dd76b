// Notebooks change the current directory and the console's output, which all tests of a process share.
[assembly: DoNotParallelize]
