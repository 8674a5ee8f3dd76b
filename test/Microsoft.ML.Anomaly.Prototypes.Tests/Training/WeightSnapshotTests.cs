using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class WeightSnapshotTests
{
    [TestMethod]
    public void Restore_GivesBackWhatWasTaken_OrTheMean()
    {
        using var scope = torch.NewDisposeScope();
        Parameter weight = torch.nn.Parameter(torch.tensor(new float[] { 1, 2 }));
        using var snapshot = new WeightSnapshot([weight]);
        Set(weight, 3, 5);
        snapshot.Take();
        Set(weight, 9, 9);
        snapshot.Restore();
        CollectionAssert.AreEqual(new float[] { 3, 5 }, Values(weight));

        Set(weight, 1, 0);
        snapshot.TakeIntoMean(1);
        Set(weight, 2, 0);
        snapshot.TakeIntoMean(2);
        Set(weight, 6, 3);
        snapshot.TakeIntoMean(3);
        snapshot.Restore();
        float[] mean = Values(weight);
        Assert.AreEqual(3, mean[0], 1e-6);
        Assert.AreEqual(1, mean[1], 1e-6);
        Assert.IsTrue(weight.requires_grad);
    }

    private static void Set(Parameter weight, float first, float second)
    {
        using (torch.no_grad())
            weight.copy_(torch.tensor(new[] { first, second }));
    }

    private static float[] Values(Parameter weight) => weight.detach().data<float>().ToArray();
}
