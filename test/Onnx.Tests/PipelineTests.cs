using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.Anomaly.Prototypes.Onnx.Tests;

/// <summary>Whole pipelines by ML.NET's own converter, and ONNX models back in ML.NET.</summary>
[TestClass]
public sealed class PipelineTests
{
    public sealed class Payment
    {
        public float Amount { get; set; }

        public float Age { get; set; }

        public string Country { get; set; } = "";

        public bool Label { get; set; }
    }


    private static readonly MLContext Context = new(1);

    private static readonly IDataView Payments = Context.Data.LoadFromEnumerable(MadePayments(seed: 1));

    private static readonly Lazy<ITransformer> Pipeline = new(() => Featurizers.Append(Trainer()).Fit(Payments));

    private static IEstimator<ITransformer> Featurizers => Context.Transforms.Categorical.OneHotEncoding("Region", "Country")
        .Append(Context.Transforms.Concatenate("Raw", "Amount", "Age", "Region"))
        .Append(Context.Transforms.ReplaceMissingValues("Filled", "Raw"))
        .Append(Context.Transforms.NormalizeMinMax("Features", "Filled"));

    [TestMethod]
    [DataRow(9)]
    [DataRow(12)]
    public void Pipeline_ConvertsWithItsFeaturizers(int opset)
    {
        IDataView fresh = Context.Data.LoadFromEnumerable(MadePayments(seed: 2));
        using var stream = new MemoryStream();
        Context.Model.ConvertToOnnx(Pipeline.Value, Payments, opset, stream);
        IDataView scored = Pipeline.Value.Transform(fresh);
        float[] expected = [.. scored.GetColumn<float>("Score")];
        bool[] labels = [.. scored.GetColumn<bool>("PredictedLabel")];
        uint[] nearest = [.. scored.GetColumn<uint>("NearestPrototype")];
        using InferenceSession session = ExportedModel.Session(stream.ToArray());
        Payment[] rows = MadePayments(seed: 2);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(
        [
            Column("Amount", rows.Select(row => row.Amount)), Column("Age", rows.Select(row => row.Age)),
            Column("Country", rows.Select(row => row.Country)), Column("Label", rows.Select(row => row.Label)),
        ]);
        float[] actual = [.. Output<float>(results, "Score")];
        for (int row = 0; row < rows.Length; row++)
            Assert.AreEqual(expected[row], actual[row], Parity.Tolerance * expected[row], $"row {row}");
        CollectionAssert.AreEqual(labels, Output<bool>(results, "PredictedLabel").ToArray());
        CollectionAssert.AreEqual(nearest, Output<uint>(results, "NearestPrototype").ToArray());
        // They have no ONNX form.
        Assert.DoesNotContain("FeatureContributions.output", session.OutputMetadata.Keys.ToArray());
        Assert.IsNotNull(scored.Schema.GetColumnOrNull("FeatureContributions"), "the pipeline itself keeps them");
    }

    // The converter takes all columns of what follows, or none.
    [TestMethod]
    public void FeatureContributions_AreMissingValuesWhereThePipelineGoesOn()
    {
        ITransformer model = Featurizers.Append(Trainer()).Append(Context.Transforms.CopyColumns("Result", "Score")).Fit(Payments);
        using var stream = new MemoryStream();
        Context.Model.ConvertToOnnx(model, Payments, stream);
        using InferenceSession session = ExportedModel.Session(stream.ToArray());
        Payment[] rows = MadePayments(seed: 2);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(
        [
            Column("Amount", rows.Select(row => row.Amount)), Column("Age", rows.Select(row => row.Age)),
            Column("Country", rows.Select(row => row.Country)), Column("Label", rows.Select(row => row.Label)),
        ]);
        Assert.IsTrue(Output<float>(results, "FeatureContributions").All(float.IsNaN));
        CollectionAssert.AreEqual(Output<float>(results, "Score").ToArray(), Output<float>(results, "Result").ToArray());
    }

    [TestMethod]
    public void TwoDetectorsInOnePipeline_Convert()
    {
        IEstimator<ITransformer> both = Featurizers.Append(Trainer()).Append(Context.Transforms.CopyColumns("First", "Score")).Append(Trainer());
        ITransformer model = both.Fit(Payments);
        using var stream = new MemoryStream();
        Context.Model.ConvertToOnnx(model, Payments, stream, "First", "Score", "PredictedLabel");
        using InferenceSession session = ExportedModel.Session(stream.ToArray());
        CollectionAssert.AreEquivalent(new[] { "First.output", "Score.output", "PredictedLabel.output" }, session.OutputMetadata.Keys.ToArray());
    }

    [TestMethod]
    public void ConvertedPipeline_ComesBackByApplyOnnxModel()
    {
        string file = Path.GetTempFileName();
        try
        {
            using (FileStream stream = File.Create(file))
                Context.Model.ConvertToOnnx(Pipeline.Value, Payments, stream);
            IDataView back = Context.Transforms.ApplyOnnxModel(["Score.output"], ["Amount", "Age", "Country", "Label"], file).Fit(Payments).Transform(Payments);
            // ML.NET leaves the ending out of the column's name.
            AssertSame([.. Pipeline.Value.Transform(Payments).GetColumn<float>("Score")], [.. back.GetColumn<float[]>("Score").Select(values => values[0])]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestMethod]
    public void DetectorAlone_ComesBackByApplyOnnxModel()
    {
        MadeData.Row[] rows = MadeData.Rows(200, 5);
        IDataView data = MadeData.View(Context, rows);
        PrototypeTransformer<PrototypeEnsembleModel> detector = Context.AnomalyDetection.Trainers.PrototypeEnsemble(Quick()).Fit(data);
        string file = Path.GetTempFileName();
        try
        {
            using (FileStream stream = File.Create(file))
                detector.SaveAsOnnx(stream);
            IDataView back = Context.Transforms.ApplyOnnxModel(["Score", "NearestPrototype"], ["Features"], file).Fit(data).Transform(data);
            IDataView expected = detector.Transform(data);
            AssertSame([.. expected.GetColumn<float>("Score")], [.. back.GetColumn<float[]>("Score").Select(values => values[0])]);
            CollectionAssert.AreEqual(
                expected.GetColumn<uint>("NearestPrototype").ToArray(), back.GetColumn<uint[]>("NearestPrototype").Select(values => values[0]).ToArray());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void AssertSame(float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (int row = 0; row < expected.Length; row++)
            Assert.AreEqual(expected[row], actual[row], Parity.Tolerance * expected[row], $"row {row}");
    }

    private static IEstimator<ITransformer> Trainer() => Context.AnomalyDetection.Trainers.PrototypeEnsemble(Quick());

    private static PrototypeEnsembleTrainer.Options Quick() => new()
    {
        Seed = 1, Scales = [1, 4], NumberOfBags = 3, NumberOfNetworks = 2, FirstHiddenSize = 16, SecondHiddenSize = 8, NumberOfSteps = 20,
    };

    private static Payment[] MadePayments(int seed)
    {
        var random = new Random(seed);
        string[] countries = ["AT", "BE", "CH", "DE"];
        return
        [
            .. Enumerable.Range(0, 300).Select(i => new Payment
            {
                Label = i % 10 == 0,
                Amount = (i % 10 == 0 ? 900 : 100) + (50 * random.NextSingle()),
                Age = i % 17 == 3 ? float.NaN : 20 + (50 * random.NextSingle()),
                Country = countries[random.Next(countries.Length)],
            }),
        ];
    }

    private static NamedOnnxValue Column<T>(string name, IEnumerable<T> values)
    {
        T[] all = [.. values];
        return NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(all, [all.Length, 1]));
    }

    private static IEnumerable<T> Output<T>(IEnumerable<DisposableNamedOnnxValue> results, string column) =>
        results.Single(result => result.Name == column + ".output").AsEnumerable<T>();
}
