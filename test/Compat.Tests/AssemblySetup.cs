using Microsoft.VisualStudio.TestTools.UnitTesting;

// libtorch's thread count and the live-tensor counts are process-wide: tests run one after another.
[assembly: DoNotParallelize]
