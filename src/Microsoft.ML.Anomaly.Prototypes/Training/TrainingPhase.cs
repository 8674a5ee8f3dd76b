using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>A part of a training, as <see cref="TrainingLoop"/> runs it.</summary>
/// <param name="name">What reports call it, such as "Pre-training".</param>
/// <param name="epochs">The largest number of epochs; 0 leaves the phase out.</param>
/// <param name="stepsPerEpoch">The number of steps after which losses are reported.</param>
/// <param name="step">One step: changes the weights and returns its losses, [M], without gradients.</param>
internal sealed class TrainingPhase(string name, int epochs, int stepsPerEpoch, Func<Tensor> step)
{
    public string Name => name;

    /// <summary>The number of epochs, the last of which can be a shorter one.</summary>
    public int Epochs => MaximumSteps > 0 ? (int)Math.Min(epochs, (MaximumSteps + stepsPerEpoch - 1) / stepsPerEpoch) : epochs;

    public Func<Tensor> Step => step;

    /// <summary>The number of steps at which the phase ends at the latest; 0 leaves it to the epochs.</summary>
    public long MaximumSteps { get; init; }

    /// <summary>What the losses of a step are; one that has no name where there is but one.</summary>
    public IReadOnlyList<string> LossNames { get; init; } = [];

    /// <summary>Whether the phase's loss is the sum of those of a step, instead of the first one.</summary>
    public bool LossesAddUp { get; init; }

    /// <summary>
    /// Whether the model is worth having once an epoch is done: a cancelled fit keeps it. Of other phases nothing is kept.
    /// </summary>
    public bool GivesAModel { get; init; }

    /// <summary>Prepares the epoch of a number, counted from 1, and of as many steps.</summary>
    public Action<int, int>? BeginEpoch { get; init; }

    /// <summary>Takes the means of the losses over an epoch.</summary>
    public Action<float[]>? EndEpoch { get; init; }

    /// <summary>Says after an epoch whether the weights are of use; null where finite losses suffice.</summary>
    public Func<bool>? IsSound { get; init; }

    /// <summary>Which weights the phase ends with; null keeps the last ones.</summary>
    public KeptWeights? Keep { get; set; }

    /// <summary>The option that sets the length of a step, to be named where the training diverges.</summary>
    public string RateOption { get; init; } = "LearningRate";

    /// <summary>The number of steps of an epoch.</summary>
    public int StepsOf(int epoch) =>
        MaximumSteps > 0 ? (int)Math.Min(stepsPerEpoch, MaximumSteps - ((epoch - 1L) * stepsPerEpoch)) : stepsPerEpoch;
}
