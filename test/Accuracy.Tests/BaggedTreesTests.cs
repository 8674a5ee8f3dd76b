using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Benchmarks.Accuracy;

namespace Accuracy.Tests;

[TestClass]
public sealed class BaggedTreesTests
{
    [TestMethod]
    public void AnomaliesOfTheLabelledKind_ScoreHigher_ThoughOthersHideAmongTheUnlabelled()
    {
        var mlContext = new MLContext(seed: 1);
        ITransformer model = new BaggedTrees(mlContext, new BaggedTrees.Options { Seed = 3, NumberOfBags = 20 }).Fit(View(mlContext, Rows(1, labelled: 6)));
        IDataView scored = model.Transform(View(mlContext, Rows(2, labelled: 20)));
        Assert.IsGreaterThan(0.95, mlContext.AnomalyDetection.EvaluateRanking(scored).AveragePrecision);
        Assert.IsTrue(scored.GetColumn<float>("Score").All(score => score is >= 0 and <= 1));
    }

    // Twenty rows of three hundred lie far out in the first of four features.
    private static Row[] Rows(int seed, int labelled)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, 300).Select(i => new Row
            {
                Label = i < labelled,
                Features = [random.NextSingle() + (i < 20 ? 1.5f : 0), random.NextSingle(), random.NextSingle(), random.NextSingle()],
            }),
        ];
    }

    private static IDataView View(MLContext mlContext, Row[] rows)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 4);
        return mlContext.Data.LoadFromEnumerable(rows, schema);
    }
}
