using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

// The columns that a trainer promises and that its model gives.
public sealed partial class TrainerContractTests
{
    private static readonly PrototypeColumns[] ColumnChoices =
    [
        PrototypeColumns.All, PrototypeColumns.None, PrototypeColumns.ReconstructionError, PrototypeColumns.PrototypeSimilarity,
        PrototypeColumns.NearestPrototype | PrototypeColumns.FeatureContributions,
    ];

    public static IEnumerable<object[]> TrainersAndColumns =>
        TrainerRegistry.All.SelectMany(_ => ColumnChoices, (trainer, columns) => new object[] { trainer.Name, columns });

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void OutputColumns_AreThoseOfMlNetsDetectors_ThenOurs(string trainer)
    {
        DataViewSchema schema = Trained(trainer).Transform(ToyData.View(Context, ToyData.Rows())).Schema;
        CollectionAssert.AreEqual(
            new[] { "Label", "IsAnomaly", "Features", "PredictedLabel", "Score", "ReconstructionError", "NearestPrototype", "PrototypeSimilarity", "FeatureContributions" },
            schema.Select(c => c.Name).ToArray());
        int prototypes = ((VectorDataViewType)schema["PrototypeSimilarity"].Type).Size;
        Assert.IsGreaterThan(0, prototypes);
        Assert.AreEqual(BooleanDataViewType.Instance, schema["PredictedLabel"].Type);
        Assert.AreEqual(NumberDataViewType.Single, schema["Score"].Type);
        Assert.AreEqual(NumberDataViewType.Single, schema["ReconstructionError"].Type);
        Assert.AreEqual(new KeyDataViewType(typeof(uint), prototypes), schema["NearestPrototype"].Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, prototypes), schema["PrototypeSimilarity"].Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, ToyData.Width), schema["FeatureContributions"].Type);
    }

    // RandomizedPca is ML.NET's own detector: whatever its columns carry, ours carry.
    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Annotations_AreThoseOfRandomizedPca(string trainer)
    {
        IDataView data = ToyData.View(Context, ToyData.Rows());
        IDataView pca = Context.AnomalyDetection.Trainers.RandomizedPca(rank: 2, seed: 1).Fit(data).Transform(data);
        IDataView ours = Trained(trainer).Transform(data);
        foreach (string column in new[] { "PredictedLabel", "Score" })
            CollectionAssert.AreEquivalent(Describe(pca.Schema[column]), Describe(ours.Schema[column]));

        // A second detector in a pipeline makes a set of columns of its own.
        uint setId = 0;
        Trained(trainer).Transform(ours).Schema["Score"].Annotations.GetValue("ScoreColumnSetId", ref setId);
        Assert.AreEqual(2u, setId);

        static string[] Describe(DataViewSchema.Column column) =>
        [
            .. column.Annotations.Schema.Select(a => $"{a.Name} {a.Type} " + (a.Type is TextDataViewType ? Text(column, a.Name) : Number(column, a.Name))),
        ];

        static string Text(DataViewSchema.Column column, string kind)
        {
            ReadOnlyMemory<char> value = default;
            column.Annotations.GetValue(kind, ref value);
            return value.ToString();
        }

        static string Number(DataViewSchema.Column column, string kind)
        {
            uint value = 0;
            column.Annotations.GetValue(kind, ref value);
            return value.ToString();
        }
    }

    [TestMethod]
    [DynamicData(nameof(TrainersAndColumns))]
    public void PromisedShape_IsThatOfTheRealOutput(string trainer, PrototypeColumns columns)
    {
        IDataView data = ToyData.View(Context, ToyData.Rows());
        var named = Context.Transforms.Concatenate("Features", "Features", "Features");
        var promised = new SchemaRecorder();
        var real = new SchemaRecorder();
        IEstimator<ITransformer> Estimator() => TrainerRegistry.Get(trainer).Create(Context, new() { OutputColumns = columns });
        // A chain shows each estimator the shape that the ones before it promise, or that of the data it really gets.
        named.Append(Estimator()).Append(promised).Fit(data);
        IDataView scored = named.Append(Estimator()).Fit(data).Transform(data);
        new EstimatorChain<ITransformer>().Append(real).Append(Context.Transforms.CopyColumns("Copy", "Score")).Fit(scored);
        CollectionAssert.AreEqual(Describe(real.Seen!), Describe(promised.Seen!));
        foreach (PrototypeColumns column in Enum.GetValues<PrototypeColumns>().Where(c => c is not PrototypeColumns.None and not PrototypeColumns.All))
            Assert.AreEqual(columns.HasFlag(column), scored.Schema.GetColumnOrNull(column.ToString()) is not null, column.ToString());

        static string[] Describe(SchemaShape shape) =>
        [
            .. shape.Where(c => c.Name != "Label" && c.Name != "IsAnomaly").Select(c => $"{c.Name} {c.Kind} {c.ItemType} key={c.IsKey} "
                + string.Join(", ", c.Annotations.Select(a => $"{a.Name}: {a.Kind} {a.ItemType} key={a.IsKey}").Order(StringComparer.Ordinal))),
        ];
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void FeatureContributions_CarryTheFeaturesNames(string trainer)
    {
        IDataView data = Context.Data.LoadFromEnumerable(
            Enumerable.Range(0, 60).Select(i => new PersonRow { Label = i % 20 == 0, Height = i % 7, Weight = i % 11 + (i % 20 == 0 ? 9 : 0) }));
        var pipeline = Context.Transforms.Concatenate("Features", "Height", "Weight").Append(TrainerRegistry.Get(trainer).Create(Context, new()));
        VBuffer<ReadOnlyMemory<char>> names = default;
        pipeline.Fit(data).Transform(data).Schema["FeatureContributions"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(new[] { "Height", "Weight" }, names.DenseValues().Select(n => n.ToString()).ToArray());
    }

    /// <summary>Remembers the shape that a chain shows it.</summary>
    private sealed class SchemaRecorder : IEstimator<ITransformer>
    {
        public SchemaShape? Seen { get; private set; }

        public ITransformer Fit(IDataView input) => Context.Transforms.CopyColumns("Recorded", "Features").Fit(input);

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Seen = inputSchema;
    }
}
