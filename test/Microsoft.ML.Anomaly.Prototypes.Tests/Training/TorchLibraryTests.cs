using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class TorchLibraryTests
{
    [TestMethod]
    public void IsThereInTests() => TorchLibrary.Require();

    /// <summary>TorchSharp says so where no package is referenced, the loader where a file is missing, a static constructor wraps either.</summary>
    [TestMethod]
    public void SaysWhichPackagesToAdd()
    {
        var reason = new DllNotFoundException("no such library");
        foreach (Exception thrown in new Exception[] { reason, new NotSupportedException("no such library"), new TypeInitializationException("torch", reason) })
        {
            var e = Assert.ThrowsExactly<InvalidOperationException>(() => TorchLibrary.Require(() => throw thrown));
            Assert.Contains("TorchSharp-cpu", e.Message);
            Assert.EndsWith("no such library", e.Message);
            Assert.AreSame(thrown, e.InnerException);
        }
    }

    [TestMethod]
    public void OtherFailuresPass() =>
        Assert.ThrowsExactly<OutOfMemoryException>(() => TorchLibrary.Require(() => throw new OutOfMemoryException()));
}
