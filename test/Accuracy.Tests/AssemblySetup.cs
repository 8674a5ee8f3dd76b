using Microsoft.VisualStudio.TestTools.UnitTesting;

// Some tests start processes, which should not compete.
[assembly: DoNotParallelize]
