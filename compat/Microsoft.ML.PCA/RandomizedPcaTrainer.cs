using System;
using System.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Finds the leading principal components of the features in two passes over the data.</summary>
public sealed class RandomizedPcaTrainer : TrainerEstimatorBase<AnomalyPredictionTransformer<PcaModelParameters>, PcaModelParameters>
{
    private static readonly TrainerInfo _info = new(caching: false);

    private readonly int _rank;
    private readonly int _oversampling;
    private readonly bool _ensureZeroMean;
    private readonly int _seed;

    internal RandomizedPcaTrainer(IHostEnvironment env, Options options)
        : base(
            Contracts.CheckRef(env, nameof(env)).Register("pcaAnomaly"),
            new SchemaShape.Column(options.FeatureColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false),
            default,
            string.IsNullOrWhiteSpace(options.ExampleWeightColumnName)
                ? default
                : new SchemaShape.Column(options.ExampleWeightColumnName, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false))
    {
        _rank = options.Rank;
        _oversampling = options.Oversampling;
        _ensureZeroMean = options.EnsureZeroMean;
        _seed = options.Seed ?? Host.Rand.Next();
        Host.CheckUserArg(_rank > 0, nameof(_rank), "Rank must be positive");
        Host.CheckUserArg(_oversampling >= 0, nameof(_oversampling), "Oversampling must be non-negative");
    }

    public override TrainerInfo Info => _info;

    private protected override PcaModelParameters TrainModelCore(IDataView data)
    {
        int dimension = data.Schema[FeatureColumn.Name].Type.GetVectorSize();
        using IChannel channel = Host.Start("Training");
        if (_rank > dimension)
            throw channel.Except($"Rank ({_rank}) cannot be larger than the original dimension ({dimension})");

        var covariance = new CovariancePass(data, FeatureColumn.Name, WeightColumn.Name, dimension, _ensureZeroMean);
        int count = Math.Min(_rank + _oversampling, dimension);
        double[][] vectors = RandomizedEigenvectors.Find(covariance.Multiply, dimension, count, _seed);
        if (covariance.SkippedRows > 0)
            channel.Warning($"Skipped {covariance.SkippedRows} instances with missing features/weights during training");

        float[][] components = vectors.Take(_rank).Select(ToSingle).ToArray();
        return new PcaModelParameters(Host, components, covariance.Mean == null ? null : ToSingle(covariance.Mean));
    }

    private static float[] ToSingle(double[] values) => values.Select(v => (float)v).ToArray();

    private protected override SchemaShape.Column[] GetOutputColumnsCore(SchemaShape inputSchema) =>
    [
        new(DefaultColumnNames.Score, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false,
            new SchemaShape(AnnotationUtils.GetTrainerOutputAnnotation())),
        new(DefaultColumnNames.PredictedLabel, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false,
            new SchemaShape(AnnotationUtils.GetTrainerOutputAnnotation())),
    ];

    private protected override AnomalyPredictionTransformer<PcaModelParameters> MakeTransformer(PcaModelParameters model, DataViewSchema trainSchema) =>
        new(Host, model, trainSchema, FeatureColumn.Name);

    public sealed class Options : UnsupervisedTrainerInputBaseWithWeight
    {
        internal const int DefaultRank = 20;
        internal const int DefaultOversampling = 20;
        internal const bool DefaultEnsureZeroMean = true;

        /// <summary>Number of components.</summary>
        public int Rank = DefaultRank;

        /// <summary>How many random vectors are used beyond the number of components; more make the result more exact.</summary>
        public int Oversampling = DefaultOversampling;

        /// <summary>Whether to subtract the mean of the features.</summary>
        public bool EnsureZeroMean = DefaultEnsureZeroMean;

        public int? Seed;
    }
}
