using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Learns an embedding of images from prototypes and unlabelled rows: label propagation guesses the classes of the latter, networks learn class and
/// turn of augmented images, and relabel the unlabelled rows as they get better.
/// </summary>
internal sealed class RotationTraining : IDisposable
{
    /// <summary>The name of the phase.</summary>
    public const string Phase = "Training by rotations";

    private const int GraphComponents = 50;

    // For 100 unlabelled rows in a batch there are 28 prototypes.
    private const double PrototypeShare = 0.28;
    private const int WarmUpSteps = 50;

    // From the end of this epoch on, networks relabel the unlabelled rows.
    private const int FirstRelabelling = 2;

    private static readonly string[] LossNames = ["Loss", "Classes and turns", "Margins"];

    private readonly PrototypeDataDescriptionTrainer.Options _options;
    private readonly DeviceRows _rows;
    private readonly PrototypeDraw _draw;
    private readonly SeedSequence _seeds;
    private readonly PseudoLabels _labels;
    private readonly RotationMember[] _members;
    private readonly int _classes;
    private int _steps;

    /// <param name="options">The trainer's options.</param>
    /// <param name="rows">All rows, on the device.</param>
    /// <param name="count">Their number.</param>
    /// <param name="draw">Which of them are prototypes, and which unlabelled.</param>
    /// <param name="classes">N</param>
    /// <param name="seeds">Gives all random numbers.</param>
    public RotationTraining(PrototypeDataDescriptionTrainer.Options options, DeviceRows rows, int count, PrototypeDraw draw, int classes, SeedSequence seeds)
    {
        (_options, _rows, _draw, _classes, _seeds) = (options, rows, draw, classes, seeds);
        _labels = new PseudoLabels(count, draw, classes, rows.Device);
        _members = [.. Enumerable.Range(0, options.NumberOfNetworks).Select(m => new RotationMember(options, classes, seeds.Part(m), rows.Device))];
    }

    public PseudoLabels Labels => _labels;

    /// <summary>The trained embeddings.</summary>
    public IEnumerable<Network> Trunks => _members.Select(member => member.Network.Trunk);

    /// <exception cref="OperationCanceledException">The caller has cancelled before there was a model worth having.</exception>
    public void Run(TrainingLoop loop, CancellationToken cancellation)
    {
        Propagate();
        var batches = new Batches(_rows);
        var sampler = new EpochSampler(_draw.Unlabelled, _options.BatchSize, _options.BatchesPerRotationEpoch, _seeds.Batches);
        Random prototypes = _seeds.JointBatches;
        int prototypesInBatch = Math.Max(1, (int)(_options.BatchSize * PrototypeShare)), epochs = _options.NumberOfRotationEpochs, current = 0;
        using KeptWeights kept = KeptWeights.Last(_members.SelectMany(member => member.Network.State));
        loop.Run(new TrainingPhase(Phase, epochs, sampler.BatchesPerEpoch, Step)
        {
            LossNames = LossNames,
            GivesAModel = true,
            BeginEpoch = (epoch, steps) =>
            {
                current = epoch;
                batches.Begin(sampler.Next(steps * _members.Length).Select(WithPrototypes));
            },
            EndEpoch = _ =>
            {
                if (current >= FirstRelabelling && current < epochs)
                    _labels.TakePredicted(_rows.Map(_draw.Unlabelled, Predict, cancellation));
            },
            Keep = kept,
            RateOption = nameof(_options.RotationLearningRate),
        });

        int[] WithPrototypes(int[] unlabelled) =>
            [.. Enumerable.Range(0, prototypesInBatch).Select(_ => _draw.Prototypes[prototypes.Next(_draw.Prototypes.Length)]), .. unlabelled];

        Tensor Step()
        {
            double rate = Rate(_steps++, epochs * sampler.BatchesPerEpoch);
            Tensor[] losses = [.. _members.Select(member =>
            {
                member.LearningRate = rate;
                Tensor numbers = batches.NextNumbers();
                return member.Step(_rows.Gather(numbers), _labels.Classes(numbers), _labels.Weights(numbers));
            })];
            return stack(losses).mean([0L]);
        }
    }

    public void Dispose()
    {
        foreach (RotationMember member in _members)
            member.Dispose();
        _labels.Dispose();
    }

    // A linear warm-up, then half a cosine down to 0.
    private double Rate(int step, int steps) => _options.RotationLearningRate
        * (step < WarmUpSteps ? (step + 1.0) / WarmUpSteps : 0.5 * (1 + Math.Cos(Math.PI * (step - WarmUpSteps) / Math.Max(1, steps - WarmUpSteps))));

    private Tensor Predict(Tensor images) => stack([.. _members.Select(member => member.Probabilities(images))]).mean([0L]);

    private void Propagate()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        int[] unlabelled = RowSample.Take(_draw.Unlabelled, NeighbourGraph.MaximumRows, _seeds.HoldOut);
        using var noise = new DeviceNoise(_seeds.Projection, _rows.Device);
        Tensor directions = NeighbourGraph.Directions(_rows.Load([.. _draw.Prototypes, .. unlabelled]), GraphComponents, noise.Next(_rows.Width, GraphComponents + NeighbourGraph.SpareComponents));
        NeighbourGraph graph = NeighbourGraph.Create(directions, NeighbourGraph.UsualNeighbours);
        float[] likelihoods = LabelPropagation.Propagate(graph, _draw.ClassOfPrototype, _classes);
        _labels.TakePropagated(unlabelled, LabelPropagation.Recognise(likelihoods.AsSpan(_draw.Prototypes.Length * _classes), _classes, _options.RecognisedShare));
    }
}
