using Microsoft.VisualStudio.TestTools.UnitTesting;

// The counts of live tensors that some tests watch belong to the thread and the process: tests run one after another.
[assembly: DoNotParallelize]
