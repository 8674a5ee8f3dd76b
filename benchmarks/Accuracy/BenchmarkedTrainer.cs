using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Trainers;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>A trainer that the benchmark can run, with the options it uses unless told otherwise.</summary>
internal sealed class BenchmarkedTrainer
{
    // Makes the trainer's default options for a seed and a number of features.
    private readonly Func<int, int, object> _options;
    private readonly Func<MLContext, object, IEstimator<ITransformer>> _create;

    private BenchmarkedTrainer(string name, Func<int, int, object> options, Func<MLContext, object, IEstimator<ITransformer>> create)
    {
        Name = name;
        _options = options;
        _create = create;
    }

    /// <summary>
    /// All trainers; a new one is one entry here. Each scales the features to [0, 1] by their ranges in the training rows: ours
    /// do so themselves, others after a transform. RandomizedPca sees no labels and is the floor; it needs fewer components than
    /// features, and takes half as many, at most ML.NET's default of 20.
    /// </summary>
    public static IReadOnlyList<BenchmarkedTrainer> All { get; } =
    [
        Of("MultiNormalPrototypes", (seed, _) => new MultiNormalPrototypesTrainer.Options { Seed = seed }, (ml, options) => ml.AnomalyDetection.Trainers.MultiNormalPrototypes(options)),
        Of("RandomizedPca", (seed, width) => new RandomizedPcaTrainer.Options { Seed = seed, Rank = Math.Clamp(width / 2, 1, 20) }, (ml, options) => MinMax(ml).Append(ml.AnomalyDetection.Trainers.RandomizedPca(options))),
    ];

    public string Name { get; }

    /// <exception cref="ArgumentException">There is no such trainer.</exception>
    public static BenchmarkedTrainer Find(string name) =>
        All.FirstOrDefault(trainer => trainer.Name == name)
        ?? throw new ArgumentException($"There is no trainer '{name}'; there are {string.Join(", ", All.Select(trainer => trainer.Name))}.");

    /// <summary>Finds out whether the trainer has the options that are set.</summary>
    /// <exception cref="ArgumentException">It lacks one, or an option's type can't take the value.</exception>
    public void Check(OptionSettings settings) => settings.Apply(_options(0, 1));

    /// <summary>Makes the trainer, with its scaling, for columns Features and Label.</summary>
    public IEstimator<ITransformer> Create(MLContext mlContext, int seed, int width, OptionSettings settings)
    {
        object options = _options(seed, width);
        settings.Apply(options);
        return _create(mlContext, options);
    }

    private static BenchmarkedTrainer Of<TOptions>(
        string name, Func<int, int, TOptions> options, Func<MLContext, TOptions, IEstimator<ITransformer>> create)
        where TOptions : class =>
        new(name, options, (mlContext, chosen) => create(mlContext, (TOptions)chosen));

    private static IEstimator<ITransformer> MinMax(MLContext mlContext) =>
        mlContext.Transforms.NormalizeMinMax("Features", fixZero: false);
}
