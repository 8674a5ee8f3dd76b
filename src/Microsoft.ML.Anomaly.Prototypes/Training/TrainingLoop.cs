using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// Runs the phases of every training: epochs, steps, losses, reports, the weights to keep, cancellation, divergence. The losses stay on the
/// device until the end of an epoch, so that no step waits for the one before.
/// </summary>
internal sealed class TrainingLoop(TrainingReporter reporter, Device device, CancellationToken cancellation)
{
    // A step leaves the managed halves of its tensors behind, some kilobytes. By itself the collector lets a hundred megabytes of them come
    // together, which looks like a leak and is no use to anybody.
    private const long MaximumGarbage = 16 << 20;

    private long _collectedAt = GC.GetAllocatedBytesForCurrentThread();

    /// <summary>Runs a phase. Its weights are then those that it keeps.</summary>
    /// <exception cref="OperationCanceledException">The caller has cancelled before there was a model worth having.</exception>
    /// <exception cref="InvalidOperationException">The losses became infinite or NaN in the first epoch.</exception>
    public void Run(TrainingPhase phase)
    {
        for (int epoch = 1; epoch <= phase.Epochs && phase.Keep?.ShouldStop != true; epoch++)
        {
            if (RunEpoch(phase, epoch) is not { } means)
            {
                reporter.Warning($"Cancelled in epoch {epoch} of the phase '{phase.Name}'; the best model so far is kept.");
                break;
            }
            if (!means.All(float.IsFinite) || phase.IsSound?.Invoke() == false)
            {
                GiveUp(phase, epoch);
                break;
            }
            double validation = phase.Keep?.Validate() ?? double.NaN;
            Report(phase, epoch, means, validation);
            phase.EndEpoch?.Invoke(means);
            phase.Keep?.Consider(epoch, validation);
            CollectGarbage();
        }
        phase.Keep?.Restore();
    }

    // The means of the losses; null where the caller has cancelled.
    private float[]? RunEpoch(TrainingPhase phase, int epoch)
    {
        int steps = phase.StepsOf(epoch);
        using var epochScope = NewDisposeScope();
        phase.BeginEpoch?.Invoke(epoch, steps);
        Tensor sums = zeros(Math.Max(1, phase.LossNames.Count), dtype: float32, device: device);
        for (int i = 0; i < steps; i++)
        {
            if (cancellation.IsCancellationRequested)
                return epoch > 1 && phase.GivesAModel ? null : throw new OperationCanceledException(cancellation);
            using var scope = NewDisposeScope();
            sums.PlusInPlace(phase.Step());
        }
        return [.. TensorValues.ToArray(sums).Select(sum => sum / steps)];
    }

    private void CollectGarbage()
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        if (allocated - _collectedAt < MaximumGarbage)
            return;
        _collectedAt = allocated;
        GC.Collect(generation: 0);
    }

    private void GiveUp(TrainingPhase phase, int epoch)
    {
        if (epoch == 1 || phase.Keep is null)
        {
            throw new InvalidOperationException(
                $"The training has diverged: a loss of the phase '{phase.Name}' is not a finite number. Lower the option {phase.RateOption}, or scale the features (NormalizeFeatures).");
        }
        reporter.Warning($"A loss of epoch {epoch} of the phase '{phase.Name}' is not a finite number; the weights kept so far are taken.");
    }

    private void Report(TrainingPhase phase, int epoch, float[] means, double validation)
    {
        double loss = phase.LossesAddUp ? means.Sum(mean => (double)mean) : means[0];
        Dictionary<string, double>? losses = phase.LossNames.Count > 0
            ? phase.LossNames.Select((name, i) => (name, (double)means[i])).ToDictionary()
            : null;
        reporter.Epoch(phase.Name, epoch, phase.Epochs, loss, validation, losses);
    }
}
