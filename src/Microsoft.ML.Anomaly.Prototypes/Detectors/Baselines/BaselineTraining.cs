using System.Collections.Immutable;
using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// One training of a baseline: the rows as the network sees them, the networks that it makes, and the phases that it runs. What it makes
/// it disposes of.
/// </summary>
internal sealed class BaselineTraining : DetectorTraining<BaselineOptions>
{
    // Typical rows say what value of a feature was to be expected; some hundred rows for each of them are plenty.
    private const int MaximumTypicalRows = 8, MaximumClusteringRows = 2_000;

    private readonly Random _initialization;
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly List<IDisposable> _made = [];

    public BaselineTraining(BaselineOptions options, TrainingRows rows, int seed, Device device, TrainingReporter reporter)
        : base(options, rows.Features, options.CreateScaling(rows), seed, device, reporter) =>
        (Rows, _initialization) = (rows, Seeds.Initialization);

    public TrainingRows Rows { get; }

    /// <summary>D, the number of features that networks see.</summary>
    public int Inputs => Scaling.OutputWidth;

    /// <summary>A network that begins with the hidden layers of the options.</summary>
    /// <param name="activation">What each of them ends with.</param>
    /// <param name="bias">Whether they have biases.</param>
    /// <param name="normalized">Whether they have batch normalization.</param>
    public NetworkPlan HiddenLayers(LayerActivation activation, bool bias, bool normalized = false) =>
        Layers(NetworkPlan.Input(Inputs), Options.HiddenSizes, activation, bias, normalized);

    /// <summary>A network that begins with the hidden layers of the options in reverse order.</summary>
    /// <param name="inputs">The number of its inputs.</param>
    /// <param name="activation">What each of them ends with.</param>
    /// <param name="bias">Whether they have biases.</param>
    /// <param name="normalized">Whether they have batch normalization.</param>
    public NetworkPlan HiddenLayersReversed(int inputs, LayerActivation activation, bool bias, bool normalized = false) =>
        Layers(NetworkPlan.Input(inputs), [.. Options.HiddenSizes.Reverse()], activation, bias, normalized);

    public Network Create(NetworkPlan plan) => Keep(new Network(plan, _initialization, Device));

    /// <summary>A source of noise that differs from all others.</summary>
    public DeviceNoise CreateNoise() => Keep(new DeviceNoise(Seeds.Noise, Device));

    /// <summary>Takes charge of something to be disposed of in the end.</summary>
    public T Keep<T>(T made)
        where T : IDisposable
    {
        _made.Add(made);
        return made;
    }

    /// <summary>Draws batches whose first rows are unlabelled and whose others are labelled anomalies, with replacement.</summary>
    /// <param name="random">The only source of randomness.</param>
    /// <param name="unlabelled">The number of unlabelled rows in a batch; they may be fewer in all, and then come again.</param>
    /// <param name="anomalies">The number of anomalies in a batch.</param>
    public Func<int[]> MixedBatches(Random random, int unlabelled, int anomalies)
    {
        var sampler = new BatchSampler(Rows.Unlabelled, Rows.Anomalies, random);
        int atOnce = sampler.UnlabelledBatchSize(unlabelled);
        return () =>
        {
            var batch = new int[unlabelled + anomalies];
            for (int start = 0; start < unlabelled; start += atOnce)
                sampler.DrawUnlabelled(batch.AsSpan(start, Math.Min(atOnce, unlabelled - start)));
            sampler.DrawAnomalies(batch.AsSpan(unlabelled));
            return batch;
        };
    }

    /// <summary>Draws batches of rows in random order, all of them before one comes again.</summary>
    /// <param name="rows">Row numbers.</param>
    /// <param name="random">The only source of randomness.</param>
    public Func<int[]> Passes(int[] rows, Random random)
    {
        var sampler = new EpochSampler(rows, Options.BatchSize, batchesPerEpoch: 0, random);
        return () => sampler.Next(1).Single();
    }

    /// <summary>Runs a phase that minimises a sum of losses by Adam, with the epochs and batches of the options.</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="parameters">What it trains.</param>
    /// <param name="draw">Draws the rows of a batch.</param>
    /// <param name="losses">From a batch, [n, D], to its losses, [M].</param>
    /// <param name="settings">What differs from the main phase of most trainers.</param>
    /// <param name="lossNames">What the losses are.</param>
    public void Minimize(
        string name, IEnumerable<Parameter> parameters, Func<int[]> draw, Func<Tensor, Tensor> losses, PhaseSettings? settings = null,
        params string[] lossNames) =>
        Minimize(name, parameters, draw, (_, x) => losses(x), settings, lossNames);

    /// <summary>The same with losses that are told the numbers of the batch's rows, [n], too.</summary>
    public void Minimize(
        string name, IEnumerable<Parameter> parameters, Func<int[]> draw, Func<Tensor, Tensor, Tensor> losses, PhaseSettings? settings = null,
        params string[] lossNames)
    {
        settings ??= new PhaseSettings();
        using var flat = new FlatParameters(parameters);
        using var optimizer = new FlatAdam(flat, settings.LearningRate ?? Options.LearningRate, weightDecay: settings.WeightDecay)
        {
            MaximumGradientNorm = settings.MaximumGradientNorm,
        };
        using KeptWeights kept = KeptWeights.Last([flat.Values]);
        var batches = new Batches(DeviceRows);
        int steps = Options.BatchesFor(Rows.Unlabelled.Length);
        Loop.Run(new TrainingPhase(name, settings.Epochs ?? Options.NumberOfEpochs, steps, Step)
        {
            LossNames = lossNames,
            LossesAddUp = true,
            GivesAModel = settings.GivesAModel,
            BeginEpoch = (epoch, count) =>
            {
                settings.BeginEpoch?.Invoke(epoch);
                batches.Begin(Enumerable.Range(0, count).Select(_ => draw()));
            },
            Keep = kept,
        });

        Tensor Step()
        {
            Tensor numbers = batches.NextNumbers();
            Tensor terms = losses(numbers, DeviceRows.Gather(numbers));
            optimizer.Minimize(terms.sum());
            return terms.detach();
        }
    }

    /// <summary>What is saved of every baseline: the scaling, and typical unlabelled rows.</summary>
    public BaselineParts BeginModel()
    {
        Random random = Seeds.Clustering;
        int[] sample = RowSample.Take(Rows.Unlabelled, MaximumClusteringRows, random);
        var points = new float[sample.Length][];
        for (int i = 0; i < points.Length; i++)
            Scaling.Apply(Rows.Features[sample[i]], points[i] = new float[Inputs]);
        return new BaselineParts(Scaling, KMeans.Fit(points, Math.Min(MaximumTypicalRows, points.Length), random, restarts: 1).Centres);
    }

    /// <summary>The model with its threshold.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="unlabelled">The rows that the threshold is chosen on, beside labelled anomalies; null takes those that were trained on.</param>
    public (TModel Model, float Threshold) Finish<TModel>(TModel model, int[]? unlabelled = null)
        where TModel : PrototypeModel =>
        (model, ThresholdChoice.Choose(Options.Threshold, model, Rows.Features, Rows.Anomalies, unlabelled ?? Rows.Unlabelled, Reporter));

    public override void Dispose()
    {
        foreach (IDisposable made in Enumerable.Reverse(_made))
            made.Dispose();
        _scope.Dispose();
        base.Dispose();
    }

    private static NetworkPlan Layers(NetworkPlan plan, ImmutableArray<int> sizes, LayerActivation activation, bool bias, bool normalized) =>
        sizes.Aggregate(plan, (layers, size) => layers.Dense(size, activation, bias, normalized));
}

/// <summary>How a phase of a baseline differs from the main phase of most.</summary>
internal sealed record PhaseSettings
{
    /// <summary>Null takes the options'.</summary>
    public int? Epochs { get; init; }

    /// <summary>Null takes the options'.</summary>
    public double? LearningRate { get; init; }

    /// <summary>How strongly the squares of the weights add to the loss.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The length that gradients are shortened to; 0 leaves them as they are.</summary>
    public float MaximumGradientNorm { get; init; }

    /// <summary>Whether a fit that is cancelled in it returns a model.</summary>
    public bool GivesAModel { get; init; } = true;

    /// <summary>Prepares the epoch of a number, counted from 1.</summary>
    public Action<int>? BeginEpoch { get; init; }
}
