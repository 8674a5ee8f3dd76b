using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace ProtoAnomaly.Compat.Tests.Foundation;

/// <summary>
/// A component's seed depends on how many hosts the context registered before: the same calls must register as many
/// as the original does, or a pipeline trains another model.
/// </summary>
[TestClass]
public sealed class SeedTests
{
    private sealed class Row
    {
        public float A { get; set; }
    }

    private sealed class Copied
    {
        public float B { get; set; }
    }

    private readonly MLContext _ml = new(seed: 1);

    private IDataView Data() => new MLContext().Data.LoadFromEnumerable(new[] { new Row(), new Row { A = 1 } });

    private IEstimator<ITransformer> Copy() => _ml.Transforms.CopyColumns("B", "A");

    private static int Draw(MLContext ml) => ((IHostEnvironment)ml).Register("Component").Rand.Next();

    private static IEnumerable<object[]> Operations()
    {
        yield return Operation("nothing", 0, _ => { });
        yield return Operation("LoadFromEnumerable", 1, test => test._ml.Data.LoadFromEnumerable(new[] { new Row() }));
        yield return Operation("CreateTextLoader", 1, test => test._ml.Data.CreateTextLoader([new TextLoader.Column("A", DataKind.Single, 0)]));
        yield return Operation("CreateEnumerable", 1, test => test._ml.Data.CreateEnumerable<Row>(test.Data(), reuseRowObject: false).Count());
        yield return Operation("Cache", 1, test => test._ml.Data.Cache(test.Data()));
        yield return Operation("ShuffleRows", 1, test => test._ml.Data.ShuffleRows(test.Data()));
        yield return Operation("TrainTestSplit", 5, test => test._ml.Data.TrainTestSplit(test.Data()));
        yield return Operation("CrossValidationSplit", 13, test => test._ml.Data.CrossValidationSplit(test.Data(), 3));
        yield return Operation("NormalizeMinMax", 1, test => test._ml.Transforms.NormalizeMinMax("A"));
        yield return Operation("ConvertType", 2, test => test._ml.Transforms.Conversion.ConvertType("A"));
        yield return Operation("Concatenate", 1, test => test._ml.Transforms.Concatenate("B", "A"));
        yield return Operation("CopyColumns fitted and used", 2, test => test.Copy().Fit(test.Data()).Transform(test.Data()).GetColumn<float>("B").Count());
        yield return Operation("AppendCacheCheckpoint", 5, test => test.Copy().AppendCacheCheckpoint(test._ml).Append(test.Copy()).Fit(test.Data()));
        yield return Operation("RandomizedPca", 1, test => test._ml.AnomalyDetection.Trainers.RandomizedPca());
        yield return Operation("CreatePredictionEngine", 5, test => test._ml.Model.CreatePredictionEngine<Row, Copied>(test.Copy().Fit(test.Data())));
        yield return Operation("Save and Load", 6, test =>
        {
            using var stream = new MemoryStream();
            test._ml.Model.Save(test.Copy().Fit(test.Data()), test.Data().Schema, stream);
            test._ml.Model.Load(stream, out DataViewSchema _);
        });
    }

    private static object[] Operation(string name, int hosts, Action<SeedTests> action) => [name, hosts, action];

    [TestMethod, DynamicData(nameof(Operations))]
    public void OperationsRegisterAsManyHostsAsTheOriginal(string name, int hosts, Action<SeedTests> action)
    {
        var untouched = new MLContext(seed: 1);
        int[] draws = Enumerable.Range(0, 20).Select(_ => Draw(untouched)).ToArray();
        action(this);
        Assert.AreEqual(hosts, Array.IndexOf(draws, Draw(_ml)), name);
    }

    [TestMethod]
    public void TheFirstSeedIsTheOriginalOne() => Assert.AreEqual(1752537088, Draw(_ml));
}
