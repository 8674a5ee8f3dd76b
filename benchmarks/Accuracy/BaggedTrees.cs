using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>
/// What anybody could put together in twenty lines: bags of extremely randomised trees on the raw features, each bag with all labelled
/// anomalies and as many random unlabelled rows. Positive-unlabelled bagging: Mordelet and Vert, 2014.
/// </summary>
internal sealed class BaggedTrees(MLContext mlContext, BaggedTrees.Options options) : IEstimator<ITransformer>
{
    /// <summary>Options of the baseline.</summary>
    public sealed class Options
    {
        public int Seed { get; set; }

        public int NumberOfBags { get; set; } = 50;

        public int TreesPerBag { get; set; } = 10;

        /// <summary>The number of unlabelled rows in a bag for each labelled anomaly.</summary>
        public double DrawRatio { get; set; } = 1;

        /// <summary>The share of the features that is tried at a split; 0 takes the square root of their number.</summary>
        public double SplitFeatureShare { get; set; }
    }

    private sealed class Input
    {
        public float[] Features { get; set; } = [];
    }

    private sealed class Output
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }

    public ITransformer Fit(IDataView input)
    {
        float[][] features = [.. input.GetColumn<float[]>("Features")];
        bool[] labels = [.. input.GetColumn<bool>("Label")];
        float[][] anomalies = [.. features.Where((_, i) => labels[i])], unlabelled = [.. features.Where((_, i) => !labels[i])];
        var random = new Random(options.Seed);
        int width = features[0].Length, draw = Math.Clamp((int)(options.DrawRatio * anomalies.Length), 1, unlabelled.Length);
        int tried = Math.Max(1, options.SplitFeatureShare > 0 ? (int)(options.SplitFeatureShare * width) : (int)Math.Sqrt(width));
        var nodes = new List<TreeCommittee.Node>();
        var roots = new List<int>();
        for (int bag = 0; bag < options.NumberOfBags; bag++)
        {
            float[][] rows = [.. random.GetItems(unlabelled, draw), .. anomalies];
            float[] weights = [.. rows.Select((_, i) => i < draw ? 1f / draw : 1f / anomalies.Length)];
            var tree = new RandomizedTree(rows, weights, [.. rows.Select((_, i) => i >= draw)], tried, random);
            for (int i = 0; i < options.TreesPerBag; i++)
                roots.Add(tree.Grow(nodes));
        }
        var committee = new TreeCommittee([.. roots], [.. nodes]);
        var schema = SchemaDefinition.Create(typeof(Input));
        schema[nameof(Input.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        void Map(Input row, Output scored)
        {
            Span<float> value = stackalloc float[1];
            committee.Mean(row.Features, width, 1, value);
            (scored.Score, scored.PredictedLabel) = (value[0], value[0] > 0.5f);
        }
        return mlContext.Transforms.CustomMapping((Action<Input, Output>)Map, contractName: null, inputSchemaDefinition: schema).Fit(input);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
}
