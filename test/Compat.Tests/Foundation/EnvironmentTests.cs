using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Compat.Tests.Foundation;

[TestClass]
public sealed class EnvironmentTests
{
    private static double[] Numbers(IHost host) => Enumerable.Range(0, 4).Select(_ => host.Rand.NextDouble()).ToArray();

    [TestMethod]
    public void ASeedMakesHostsRepeatable()
    {
        IHostEnvironment first = new MLContext(seed: 3), second = new MLContext(seed: 3), other = new MLContext(seed: 4);
        double[] a = Numbers(first.Register("A")), b = Numbers(first.Register("B"));
        CollectionAssert.AreEqual(a, Numbers(second.Register("X")), "the order of registering counts, not the name");
        CollectionAssert.AreEqual(b, Numbers(second.Register("Y")));
        CollectionAssert.AreNotEqual(a, b);
        CollectionAssert.AreNotEqual(a, Numbers(other.Register("A")));
    }

    [TestMethod]
    public void WithoutASeedHostsDiffer()
    {
        IHostEnvironment first = new MLContext(), second = new MLContext();
        CollectionAssert.AreNotEqual(Numbers(first.Register("A")), Numbers(second.Register("A")));
    }

    // Computed by hand from the definition of the generator.
    [TestMethod]
    public void NumbersOfASeededHost()
    {
        IHostEnvironment env = new MLContext();
        CollectionAssert.AreEqual(
            new[] { 0.5956414095126092, 0.5883768249768764, 0.7536782680545002, 0.9674857535865158 },
            Numbers(env.Register("A", seed: 42)));
        IHost host = env.Register("A", seed: 42);
        CollectionAssert.AreEqual(new[] { 410776726, 379575573, 1089539865, 2007836023 }, Enumerable.Range(0, 4).Select(_ => host.Rand.Next()).ToArray());
        host = env.Register("A", seed: 42);
        CollectionAssert.AreEqual(new[] { 59, 58, 75, 96 }, Enumerable.Range(0, 4).Select(_ => host.Rand.Next(100)).ToArray());
    }

    [TestMethod]
    public void NumbersStayInTheirRanges()
    {
        Random random = ((IHostEnvironment)new MLContext(seed: 1)).Register("A").Rand;
        for (int i = 0; i < 1000; i++)
        {
            Assert.IsTrue(random.Next(-3, 4) is >= -3 and < 4);
            Assert.IsTrue(random.NextDouble() is >= 0 and < 1);
            Assert.IsTrue(random.Next(1) == 0);
        }
    }

    [TestMethod]
    public void Settings()
    {
        var ml = new MLContext { GpuDeviceId = 1, FallbackToCpu = false };
        Assert.AreEqual(1, ml.GpuDeviceId);
        Assert.IsFalse(ml.FallbackToCpu);
        Assert.IsFalse(string.IsNullOrEmpty(ml.TempFilePath));
    }

    [TestMethod]
    public void AComponentNeedsAName()
    {
        IHostEnvironment env = new MLContext();
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => env.Register(""));
    }

    [TestMethod]
    public void ExceptionsAreMarkedWithTheirComponent()
    {
        IHost host = ((IHostEnvironment)new MLContext()).Register("Trainer");
        Assert.AreEqual("Environment", host.Process(new InvalidOperationException()).Data["Throwing component"]);
        using IChannel channel = host.Start("Training");
        InvalidOperationException error = channel.Process(new InvalidOperationException());
        Assert.AreEqual("Trainer", error.Data["Throwing component"]);
        Assert.AreEqual("Training", error.Data["Phase"]);
    }

    [TestMethod]
    public void RegisteringAnAssemblyTwiceDoesNothing()
    {
        var ml = new MLContext();
        ml.ComponentCatalog.RegisterAssembly(typeof(MLContext).Assembly);
        ml.ComponentCatalog.RegisterAssembly(typeof(MLContext).Assembly);
    }
}
