namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>How far a training has come: one report at the end of each epoch.</summary>
/// <param name="Phase">The part of the training, such as "Pre-training" or "Joint training".</param>
/// <param name="Epoch">The epoch that has ended, counted from 1.</param>
/// <param name="MaximumEpochs">The number of epochs after which the phase ends at the latest.</param>
/// <param name="Loss">The mean of the training loss over the epoch.</param>
/// <param name="Validation">The validation figure that early stopping watches, the smaller the better; NaN where there is none.</param>
public sealed record TrainingProgress(string Phase, int Epoch, int MaximumEpochs, double Loss, double Validation)
{
    /// <summary>The means of the losses that make up the training loss, or are trained beside it, by name; empty where there are none.</summary>
    public IReadOnlyDictionary<string, double> Losses { get; init; } = new Dictionary<string, double>();
}
