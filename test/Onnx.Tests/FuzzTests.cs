using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.Anomaly.Prototypes.Onnx.Tests;

/// <summary>Detectors with random options: each exports, and scores alike in ONNX Runtime.</summary>
[TestClass]
public sealed class FuzzTests
{
    private const int OptionSets = 200, Rows = 80;
    private const double LargestShareAtEdges = 0.02;

    private static readonly MLContext Context = new(1);

    public TestContext TestContext { get; set; } = null!;

    private static AnomalyDetectionCatalog.AnomalyDetectionTrainers Trainers => Context.AnomalyDetection.Trainers;

    [TestMethod]
    public void MultiNormalPrototypes() => Run(random => random.Width, (random, data) => Trainers.MultiNormalPrototypes(random.MultiNormalPrototypes()).Fit(data));

    [TestMethod]
    public void Wvad() => Run(random => random.Width, (random, data) => Trainers.Wvad(random.Wvad()).Fit(data));

    [TestMethod]
    public void PrototypeEnsemble() => Run(random => random.Width, (random, data) => Trainers.PrototypeEnsemble(random.PrototypeEnsemble()).Fit(data));

    [TestMethod]
    public void PrototypeDataDescription() =>
        Run(random => random.Image?.Size ?? random.Width, (random, data) => Trainers.PrototypeDataDescription(random.PrototypeDataDescription()).Fit(data));

    private void Run<TModel>(Func<RandomOptions, int> widthOf, Func<RandomOptions, IDataView, PrototypeTransformer<TModel>> fit)
        where TModel : PrototypeModel
    {
        var parity = new Parity();
        for (int seed = 1; seed <= OptionSets; seed++)
        {
            var random = new RandomOptions(seed);
            int width = widthOf(random);
            PrototypeTransformer<TModel> detector = fit(random, MadeData.View(Context, MadeData.Rows(Rows, width, random.ConstantFeature, seed)));
            parity.Check(detector, MadeData.Rows(Rows, width, seed: OptionSets + seed), $"seed {seed}", opset: 9 + (seed % 4));
        }
        TestContext.WriteLine($"Largest relative difference of scores {parity.LargestDifference:e1}; {parity.RowsAtEdges} of {parity.Rows} rows at edges.");
        Assert.IsLessThan(LargestShareAtEdges * parity.Rows, parity.RowsAtEdges);
    }
}
