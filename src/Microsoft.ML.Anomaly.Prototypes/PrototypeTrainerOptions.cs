using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The options that all trainers of this library have in common.</summary>
public abstract class PrototypeTrainerOptions
{
    private protected PrototypeTrainerOptions(AnomalyThreshold threshold) => Threshold = threshold;

    /// <summary>
    /// The label column; the trainer says which types it may have and what they mean. Default "Label"; trainers that learn from unlabelled
    /// rows alone need none, which is "".
    /// </summary>
    public string LabelColumnName { get; set; } = "Label";

    /// <summary>The features column: a vector of Single of known size. Default "Features".</summary>
    public string FeatureColumnName { get; set; } = "Features";

    /// <summary>
    /// Whether to leave out training rows with NaN or an infinity among their features, and say how many there were, instead of
    /// refusing the data. Default false.
    /// </summary>
    public bool SkipInvalidRows { get; set; }

    /// <summary>
    /// The largest number of rows to train on; of more, all labelled ones are kept and a random sample of the others, and the log says so.
    /// Null takes as many as 2 GB hold. Default null, valid from 2.
    /// </summary>
    public int? MaximumTrainingRows { get; set; }

    /// <summary>How the score from which on PredictedLabel is true is chosen. The default is the trainer's.</summary>
    public AnomalyThreshold Threshold { get; set; }

    /// <summary>
    /// Which columns follow PredictedLabel and Score. They are computed only where something reads them. Default
    /// <see cref="PrototypeColumns.All"/>: all that the trainer has; valid with any of those.
    /// </summary>
    public PrototypeColumns OutputColumns { get; set; } = PrototypeColumns.All;

    /// <summary>Where the network is trained. Default <see cref="TrainingDevice.Auto"/>.</summary>
    public TrainingDevice Device { get; set; } = TrainingDevice.Auto;

    /// <summary>The seed of all randomness; null takes one from the <see cref="MLContext"/>. Default null.</summary>
    public int? Seed { get; set; }

    /// <summary>Is told of every epoch. Default null.</summary>
    public IProgress<TrainingProgress>? Progress { get; set; }

    /// <summary>
    /// Ends the training early. Once an epoch of its main phase is done, a cancelled fit returns the best model so far; before that it
    /// throws <see cref="OperationCanceledException"/>.
    /// </summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>Checks the options of this class, and those of the trainer.</summary>
    /// <param name="available">The output columns that the trainer has.</param>
    /// <returns>A copy, so that what the caller changes later doesn't reach the trainer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    internal PrototypeTrainerOptions Validated(PrototypeColumns available)
    {
        if (NeedsLabelColumn)
            OptionCheck.Named(LabelColumnName, nameof(LabelColumnName));
        else
            ArgumentNullException.ThrowIfNull(LabelColumnName);
        OptionCheck.Named(FeatureColumnName, nameof(FeatureColumnName));
        if (OutputColumns != PrototypeColumns.All)
            OptionCheck.Flags(OutputColumns, available, nameof(OutputColumns), noneIsValid: true);
        ArgumentNullException.ThrowIfNull(Threshold);
        if (MaximumTrainingRows is { } rows)
            OptionCheck.AtLeast(rows, 2, nameof(MaximumTrainingRows));
        Validate();
        var copy = (PrototypeTrainerOptions)MemberwiseClone();
        copy.OutputColumns &= available;
        return copy;
    }

    /// <summary>Whether the trainer learns from labels; else the label column may be left unnamed, and no row needs to be an anomaly.</summary>
    internal virtual bool NeedsLabelColumn => true;

    /// <exception cref="ArgumentOutOfRangeException">An option of the trainer is out of its range.</exception>
    private protected abstract void Validate();
}
