using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Trainers;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>A trainer that the benchmark can run, with the options it uses unless told otherwise.</summary>
internal sealed class BenchmarkedTrainer
{
    // Makes the trainer's default options for a seed and a number of features.
    private readonly Func<int, int, object> _options;
    // Fits with the options to the training data and, where there are some, the validation data.
    private readonly Func<MLContext, object, IDataView, IDataView?, ITransformer> _fit;
    private readonly bool _takesValidation;

    private BenchmarkedTrainer(
        string name, Func<int, int, object> options, Func<MLContext, object, IDataView, IDataView?, ITransformer> fit, bool takesValidation)
    {
        Name = name;
        _options = options;
        _fit = fit;
        _takesValidation = takesValidation;
    }

    /// <summary>
    /// All trainers; a new one is one entry here. Each scales the features to [0, 1] by their ranges in the training rows: ours
    /// do so themselves, others after a transform. BaggedTrees is what twenty lines would give; it
    /// doesn't care for scales. RandomizedPca sees no labels and is the floor; it needs fewer components than
    /// features, and takes half as many, at most ML.NET's default of 20.
    /// </summary>
    public static IReadOnlyList<BenchmarkedTrainer> All { get; } =
    [
        Of("MultiNormalPrototypes", (seed, _) => new MultiNormalPrototypesTrainer.Options { Seed = seed }, (ml, options) => ml.AnomalyDetection.Trainers.MultiNormalPrototypes(options), (trainer, train, validation) => trainer.Fit(train, validation)),
        Of("Wvad", (seed, _) => new WvadTrainer.Options { Seed = seed }, (ml, options) => ml.AnomalyDetection.Trainers.Wvad(options)),
        Of("PrototypeEnsemble", (seed, _) => new PrototypeEnsembleTrainer.Options { Seed = seed }, (ml, options) => ml.AnomalyDetection.Trainers.PrototypeEnsemble(options))
            .WithAblations("Rounds=1", "Bagging=False", "Scales=", "Scales=1", "Scales=8", "Scales=32", "Heads=Trees", "Heads=Networks"),
        Of("BaggedTrees", (seed, _) => new BaggedTrees.Options { Seed = seed }, (ml, options) => new BaggedTrees(ml, options)),
        Of("DeepSad", (seed, _) => new DeepSadTrainer.Options { Seed = seed }, (ml, options) => ml.AnomalyDetection.Trainers.DeepSad(options)),
        Of("DevNet", (seed, _) => new DevNetTrainer.Options { Seed = seed }, (ml, options) => ml.AnomalyDetection.Trainers.DevNet(options)),
        Of("PReNet", (seed, _) => new PReNetTrainer.Options { Seed = seed }, (ml, options) => ml.AnomalyDetection.Trainers.PReNet(options)),
        Of("Feawad", (seed, _) => new FeawadTrainer.Options { Seed = seed }, (ml, options) => ml.AnomalyDetection.Trainers.Feawad(options)),
        Of("Rosas", (seed, _) => new RosasTrainer.Options { Seed = seed }, (ml, options) => ml.AnomalyDetection.Trainers.Rosas(options)),
        Of("Repen", (seed, _) => new RepenTrainer.Options { Seed = seed }, (ml, options) => ml.AnomalyDetection.Trainers.Repen(options)),
        Of("DeepSvdd", (seed, _) => new DeepSvddTrainer.Options { Seed = seed, LabelColumnName = "Label" }, (ml, options) => ml.AnomalyDetection.Trainers.DeepSvdd(options)),
        Of("Dagmm", (seed, _) => new DagmmTrainer.Options { Seed = seed, LabelColumnName = "Label" }, (ml, options) => ml.AnomalyDetection.Trainers.Dagmm(options)),
        Of("MultiSphereSvdd", (seed, _) => new MultiSphereSvddTrainer.Options { Seed = seed, LabelColumnName = "Label" }, (ml, options) => ml.AnomalyDetection.Trainers.MultiSphereSvdd(options)),
        Of("Ganomaly", (seed, _) => new GanomalyTrainer.Options { Seed = seed, LabelColumnName = "Label" }, (ml, options) => ml.AnomalyDetection.Trainers.Ganomaly(options)),
        Of("Egbad", (seed, _) => new EgbadTrainer.Options { Seed = seed, LabelColumnName = "Label" }, (ml, options) => ml.AnomalyDetection.Trainers.Egbad(options)),
        Of("AnoGan", (seed, _) => new AnoGanTrainer.Options { Seed = seed, LabelColumnName = "Label" }, (ml, options) => ml.AnomalyDetection.Trainers.AnoGan(options)),
        Of("RandomizedPca", (seed, width) => new RandomizedPcaTrainer.Options { Seed = seed, Rank = Math.Clamp(width / 2, 1, 20) }, (ml, options) => MinMax(ml).Append(ml.AnomalyDetection.Trainers.RandomizedPca(options))),
    ];

    public string Name { get; }

    /// <summary>Settings that take a part of the trainer away.</summary>
    public IReadOnlyList<OptionSettings> Ablations { get; private set; } = [];

    /// <exception cref="ArgumentException">There is no such trainer.</exception>
    public static BenchmarkedTrainer Find(string name) =>
        All.FirstOrDefault(trainer => trainer.Name == name)
        ?? throw new ArgumentException($"There is no trainer '{name}'; there are {string.Join(", ", All.Select(trainer => trainer.Name))}.");

    /// <summary>Finds out whether the trainer has the options that are set, and takes validation data if it will get some.</summary>
    /// <exception cref="ArgumentException">It lacks an option, an option's type can't take the value, or it takes no validation data.</exception>
    public void Check(OptionSettings settings, bool usesValidation)
    {
        settings.Apply(_options(0, 1));
        if (usesValidation && !_takesValidation)
            throw new ArgumentException($"{Name} takes no validation data.");
    }

    /// <summary>Trains, scaling included, on data with the columns Features and Label.</summary>
    /// <param name="mlContext">Where to train.</param>
    /// <param name="train">The training data.</param>
    /// <param name="validation">Validation data with true labels, or null.</param>
    /// <param name="seed">The trainer's seed.</param>
    /// <param name="width">The number of features.</param>
    /// <param name="settings">The options that differ from the defaults.</param>
    public ITransformer Fit(MLContext mlContext, IDataView train, IDataView? validation, int seed, int width, OptionSettings settings)
    {
        object options = _options(seed, width);
        settings.Apply(options);
        return _fit(mlContext, options, train, validation);
    }

    private BenchmarkedTrainer WithAblations(params ReadOnlySpan<string> settings)
    {
        var ablations = new List<OptionSettings>();
        foreach (string setting in settings)
            ablations.Add(OptionSettings.Parse([setting]));
        Ablations = ablations;
        return this;
    }

    private static BenchmarkedTrainer Of<TOptions, TTrainer>(
        string name,
        Func<int, int, TOptions> options,
        Func<MLContext, TOptions, TTrainer> create,
        Func<TTrainer, IDataView, IDataView, ITransformer>? fitWithValidation = null)
        where TOptions : class
        where TTrainer : IEstimator<ITransformer>
    {
        return new BenchmarkedTrainer(name, options, Fit, takesValidation: fitWithValidation is not null);

        ITransformer Fit(MLContext mlContext, object chosen, IDataView train, IDataView? validation)
        {
            TTrainer trainer = create(mlContext, (TOptions)chosen);
            return validation is null ? trainer.Fit(train) : fitWithValidation!(trainer, train, validation);
        }
    }

    private static IEstimator<ITransformer> MinMax(MLContext mlContext) =>
        mlContext.Transforms.NormalizeMinMax("Features", fixZero: false);
}
