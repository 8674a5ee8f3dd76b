using System.Runtime.InteropServices;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Trains the networks of all folds together, for a short time.</summary>
internal sealed class NetworkHeadTraining
{
    /// <summary>The phase of the progress reports; an epoch is a step, the loss the mean over the networks.</summary>
    public const string Phase = "Networks";

    private const double WarmUpShare = 0.1;

    private readonly NetworkDraws[] _folds;
    private readonly PrototypeEnsembleTrainer.Options _options;
    private readonly string _phase;

    /// <param name="folds">What the networks learn from. All folds have the same width.</param>
    /// <param name="options">The trainer's options.</param>
    /// <param name="suffix">Behind the name of the phase in the progress reports.</param>
    public NetworkHeadTraining(NetworkDraws[] folds, PrototypeEnsembleTrainer.Options options, string suffix = "") =>
        (_folds, _options, _phase) = (folds, options, Phase + suffix);

    /// <returns>The networks of each fold, and how many steps they have taken: fewer than wanted where the caller has cancelled.</returns>
    /// <exception cref="InvalidOperationException">The weights are no longer finite numbers.</exception>
    public (NetworkTensors[] Folds, int Steps) Run(Device device, TrainingReporter reporter)
    {
        using var scope = NewDisposeScope();
        int rows = _options.BatchSize + _options.AnomalyBatchSize, members = _folds.Length * _options.NumberOfNetworks;
        using var head = new NetworkHead(
            _options.NumberOfNetworks, _folds[0].Width, _options.FirstHiddenSize, _options.SecondHiddenSize,
            [.. _folds.Select(fold => fold.Initialization)], device);
        using var parameters = new FlatParameters(head.parameters());
        using var optimizer = new FlatAdam(parameters, _options.LearningRate, beta1: 0.9, beta2: 0.99, _options.WeightDecay, isDecoupled: true);
        // Each class is half of the loss.
        float[] weights = [.. Enumerable.Range(0, rows).Select(i => 0.5f / (i < _options.BatchSize ? _options.BatchSize : _options.AnomalyBatchSize))];
        Tensor weight = tensor(weights, [rows], device: device);
        int steps = 0;
        try
        {
            new TrainingLoop(reporter, device, _options.CancellationToken).Run(new TrainingPhase(_phase, _options.NumberOfSteps, 1, Step));
        }
        catch (OperationCanceledException)
        {
            // The caller decides what becomes of networks that have not taken all steps.
        }
        NetworkTensors[] trained = head.ToTensors();
        if (!Array.TrueForAll(trained, tensors => Array.TrueForAll(tensors.OutputWeight, float.IsFinite)))
            throw new InvalidOperationException("The training of the networks has diverged. Lower the option LearningRate.");
        return (trained, steps);

        Tensor Step()
        {
            optimizer.LearningRate = LearningRate(steps++);
            Tensor x = empty(members, rows, _folds[0].Width, dtype: float32, device: CPU), target = empty(members, rows, dtype: float32, device: CPU);
            Fill(MemoryMarshal.Cast<byte, float>(x.bytes), MemoryMarshal.Cast<byte, float>(target.bytes));
            Tensor loss = head.Loss(x.to(device), target.to(device), weight);
            optimizer.Minimize(loss);
            return loss.detach().Times(1f / members);
        }
    }

    /// <summary>Rises in the first tenth of the steps, then falls to zero along a cosine.</summary>
    public double LearningRate(int step)
    {
        double warmUp = Math.Max(1, WarmUpShare * _options.NumberOfSteps);
        double factor = step < warmUp
            ? Math.Min(1, (step + 1) / warmUp)
            : 0.5 * (1 + Math.Cos(Math.PI * (step - warmUp) / Math.Max(1, _options.NumberOfSteps - warmUp)));
        return _options.LearningRate * factor;
    }

    private void Fill(Span<float> x, Span<float> target)
    {
        int ofFold = x.Length / _folds.Length, targetsOfFold = target.Length / _folds.Length;
        for (int f = 0; f < _folds.Length; f++)
            _folds[f].Fill(x.Slice(f * ofFold, ofFold), target.Slice(f * targetsOfFold, targetsOfFold));
    }
}
