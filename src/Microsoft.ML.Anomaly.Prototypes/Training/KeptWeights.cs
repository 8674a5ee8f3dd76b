using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Decides after each epoch of a phase which weights it will end with, and holds a copy of them.</summary>
internal abstract class KeptWeights : IDisposable
{
    private readonly WeightSnapshot _snapshot;

    private protected KeptWeights(IEnumerable<Tensor> weights) => _snapshot = new WeightSnapshot(weights);

    /// <summary>Whether the phase is to end before its last epoch.</summary>
    public virtual bool ShouldStop => false;

    /// <summary>The weights of the last epoch; where that one diverges or is cancelled, of the one before.</summary>
    public static KeptWeights Last(IEnumerable<Tensor> weights) => new MeanOfWeights(weights, int.MaxValue);

    /// <summary>The mean of the weights from an epoch on; until then, the last ones.</summary>
    /// <param name="weights">What to keep.</param>
    /// <param name="firstEpoch">The first epoch of the mean, counted from 1.</param>
    public static KeptWeights MeanFrom(IEnumerable<Tensor> weights, int firstEpoch) => new MeanOfWeights(weights, firstEpoch);

    /// <summary>The weights of the epoch with the smallest validation figure; ends when it has not fallen for some epochs.</summary>
    /// <param name="weights">What to keep.</param>
    /// <param name="validation">Measures the figure.</param>
    /// <param name="stopping">Says what an improvement is, and when to end.</param>
    public static KeptWeights Best(IEnumerable<Tensor> weights, Func<double> validation, EarlyStopping stopping) =>
        new BestWeights(weights, validation, stopping);

    /// <summary>The validation figure of the weights as they are; NaN where there is none.</summary>
    public virtual double Validate() => double.NaN;

    /// <summary>Takes note of the weights as they are after an epoch, and of their validation figure.</summary>
    public abstract void Consider(int epoch, double validation);

    /// <summary>Sets the weights to those that were kept.</summary>
    public void Restore() => _snapshot.Restore();

    public void Dispose() => _snapshot.Dispose();

    private sealed class MeanOfWeights(IEnumerable<Tensor> weights, int first) : KeptWeights(weights)
    {
        public override void Consider(int epoch, double validation)
        {
            if (epoch <= first)
                _snapshot.Take();
            else
                _snapshot.TakeIntoMean(epoch - first + 1);
        }
    }

    private sealed class BestWeights(IEnumerable<Tensor> weights, Func<double> validation, EarlyStopping stopping) : KeptWeights(weights)
    {
        public override bool ShouldStop => stopping.ShouldStop;

        public override double Validate()
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            return validation();
        }

        public override void Consider(int epoch, double figure)
        {
            if (stopping.IsImprovement(figure))
                _snapshot.Take();
        }
    }
}
