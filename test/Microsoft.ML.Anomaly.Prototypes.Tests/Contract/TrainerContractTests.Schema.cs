using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

// The columns that a trainer promises and that its model gives.
public sealed partial class TrainerContractTests
{
    public static IEnumerable<object[]> TrainersAndColumns =>
        TrainerRegistry.All.SelectMany(trainer => ColumnChoices(trainer.Columns), (trainer, columns) => new object[] { trainer.Name, columns });

    // All, none, each alone, and two of them.
    private static IEnumerable<PrototypeColumns> ColumnChoices(PrototypeColumns available)
    {
        PrototypeColumns[] single = [.. Single(available)];
        return [PrototypeColumns.All, PrototypeColumns.None, .. single, single[0] | single[^1]];
    }

    private static IEnumerable<PrototypeColumns> Single(PrototypeColumns columns) =>
        Enum.GetValues<PrototypeColumns>().Where(c => int.PopCount((int)c) == 1 && columns.HasFlag(c));

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void KeyColumns_HaveNamesThatMapKeyToValueReads(string trainer)
    {
        foreach (PrototypeColumns column in Single(TrainerRegistry.Get(trainer).Columns & (PrototypeColumns.NearestPrototype | PrototypeColumns.NearestClass)))
        {
            IDataView scored = Trained(trainer).Transform(ToyData.View(Context, ToyData.Rows()));
            string[] names = [.. Context.Transforms.Conversion.MapKeyToValue("Name", column.ToString()).Fit(scored).Transform(scored).GetColumn<string>("Name")];
            uint[] keys = [.. scored.GetColumn<uint>(column.ToString())];
            string[] expected = column == PrototypeColumns.NearestClass
                ? [.. ToyData.Rows().Select(row => row.Class).Where(value => value >= 0).Distinct().Order().Select(value => value.ToString(CultureInfo.InvariantCulture))]
                : [.. Enumerable.Range(1, (int)keys.Max()).Select(number => $"Prototype {number}")];
            CollectionAssert.AreEqual(keys.Select(key => expected[(int)key - 1]).ToArray(), names);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void OutputColumns_AreThoseOfMlNetsDetectors_ThenOurs(string trainer)
    {
        PrototypeColumns columns = TrainerRegistry.Get(trainer).Columns;
        DataViewSchema schema = Trained(trainer).Transform(ToyData.View(Context, ToyData.Rows())).Schema;
        CollectionAssert.AreEqual(
            (string[])
            [
                "Label", "IsAnomaly", "Class", "Features", "PredictedLabel", "Score",
                .. TrainerRegistry.Get(trainer).HasProbability ? (string[])["Probability"] : [], .. Single(columns).Select(c => c.ToString()),
            ],
            schema.Select(c => c.Name).ToArray());
        Assert.AreEqual(BooleanDataViewType.Instance, schema["PredictedLabel"].Type);
        Assert.AreEqual(NumberDataViewType.Single, schema["Score"].Type);
        foreach (PrototypeColumns column in Single(columns))
        {
            DataViewType type = schema[column.ToString()].Type;
            switch (column)
            {
                case PrototypeColumns.NearestPrototype or PrototypeColumns.NearestClass:
                    Assert.AreEqual(typeof(uint), ((KeyDataViewType)type).RawType);
                    break;
                case PrototypeColumns.PrototypeSimilarity or PrototypeColumns.ClusterProbabilities or PrototypeColumns.ClassDensities or PrototypeColumns.LatentVector:
                    Assert.AreEqual(NumberDataViewType.Single, ((VectorDataViewType)type).ItemType);
                    Assert.IsTrue(((VectorDataViewType)type).IsKnownSize);
                    break;
                case PrototypeColumns.FeatureContributions:
                    Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, ToyData.Width), type);
                    break;
                default:
                    Assert.AreEqual(NumberDataViewType.Single, type);
                    break;
            }
        }
        if (columns.HasFlag(PrototypeColumns.NearestPrototype | PrototypeColumns.PrototypeSimilarity))
        {
            var similarity = (VectorDataViewType)schema["PrototypeSimilarity"].Type;
            Assert.AreEqual(new KeyDataViewType(typeof(uint), similarity.Size), schema["NearestPrototype"].Type);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void ColumnThatTheTrainerLacks_IsRefused(string trainer)
    {
        TrainerContract contract = TrainerRegistry.Get(trainer);
        foreach (PrototypeColumns lacking in Single(PrototypeColumns.All & ~contract.Columns).Append((PrototypeColumns)(1 << 20)))
        {
            var refused = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => contract.Create(Context, new() { OutputColumns = PrototypeColumns.None | lacking }));
            StringAssert.Contains(refused.Message, "OutputColumns");
        }
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
        foreach (PrototypeColumns column in Single(TrainerRegistry.Get(trainer).Columns))
            Assert.AreEqual(columns.HasFlag(column), scored.Schema.GetColumnOrNull(column.ToString()) is not null, column.ToString());

        static string[] Describe(SchemaShape shape) =>
        [
            .. shape.Where(c => c.Name is not "Label" and not "IsAnomaly" and not "Class").Select(c => $"{c.Name} {c.Kind} {c.ItemType} key={c.IsKey} "
                + string.Join(", ", c.Annotations.Select(a => $"{a.Name}: {a.Kind} {a.ItemType} key={a.IsKey}").Order(StringComparer.Ordinal))),
        ];
    }

    [TestMethod]
    [DynamicData(nameof(TrainersWithContributions))]
    public void FeatureContributions_CarryTheFeaturesNames(string trainer)
    {
        IDataView data = Context.Data.LoadFromEnumerable(
            Enumerable.Range(0, 60).Select(i => new PersonRow { Label = i % 20 == 0, Class = i % 2, Height = i % 7, Weight = i % 11 + (i % 20 == 0 ? 9 : 0) }));
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
