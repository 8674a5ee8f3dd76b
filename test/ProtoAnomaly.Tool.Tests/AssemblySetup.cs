using Microsoft.VisualStudio.TestTools.UnitTesting;

// libtorch's thread count is process-wide, and some tests start processes: tests run one after another.
[assembly: DoNotParallelize]
