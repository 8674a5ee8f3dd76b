using System.Collections.Immutable;
using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The options that the trainers for comparison have in common.</summary>
public abstract class BaselineOptions : PrototypeTrainerOptions
{
    private const double ExpectedContamination = 0.1;
    private const int MaximumBatchesPerPass = 100;

    private protected BaselineOptions(int[] hiddenSizes, int epochs, int batchSize, double learningRate)
        : base(AnomalyThreshold.Contamination(ExpectedContamination)) =>
        (HiddenSizes, NumberOfEpochs, BatchSize, LearningRate) = ([.. hiddenSizes], epochs, batchSize, learningRate);

    /// <summary>
    /// The widths of the hidden layers, from the input on; a decoder has them in reverse order. The default is the trainer's; valid with any
    /// number of them, each from 1.
    /// </summary>
    public ImmutableArray<int> HiddenSizes { get; set; }

    /// <summary>The number of epochs of the main phase. The default is the trainer's; valid from 1.</summary>
    public int NumberOfEpochs { get; set; }

    /// <summary>The number of rows in a batch, labelled anomalies included; of pairs or triples where a trainer learns from those. The default is the trainer's; valid from 2.</summary>
    public int BatchSize { get; set; }

    /// <summary>
    /// The number of batches in an epoch; 0 takes as many as one pass through the rows has, but no more than 100. The default is the trainer's;
    /// valid from 0.
    /// </summary>
    public int BatchesPerEpoch { get; set; }

    /// <summary>Adam's learning rate. The default is the trainer's; valid above 0.</summary>
    public double LearningRate { get; set; }

    /// <summary>
    /// Whether to map each feature's training range to [0, 1], and rows that are scored by the same rule. Default true.
    /// </summary>
    public bool NormalizeFeatures { get; set; } = true;

    /// <summary>The number of batches in an epoch of so many rows.</summary>
    internal int BatchesFor(int rows) =>
        BatchesPerEpoch > 0 ? BatchesPerEpoch : Math.Clamp((rows + BatchSize - 1) / BatchSize, 1, MaximumBatchesPerPass);

    /// <summary>
    /// Whether the features are pixels, which have no <see cref="GuardFitting"/>: they lie in a known range, and one that was dark in all pictures
    /// says nothing when it isn't.
    /// </summary>
    internal virtual bool SeesPixels => false;

    /// <summary>What becomes of a row before networks see it.</summary>
    /// <exception cref="InvalidOperationException">The rows are not of the kind that the options speak of.</exception>
    internal virtual FeatureScaling CreateScaling(TrainingRows rows) => FeatureScaling.Create(rows.Minimum, rows.Maximum, NormalizeFeatures);

    private protected sealed override void Validate()
    {
        if (HiddenSizes.IsDefault)
            throw new ArgumentNullException(nameof(HiddenSizes), "The option HiddenSizes must be a list, which may be empty.");
        foreach (int size in HiddenSizes)
            OptionCheck.AtLeast(size, 1, nameof(HiddenSizes));
        OptionCheck.AtLeast(NumberOfEpochs, 1, nameof(NumberOfEpochs));
        OptionCheck.AtLeast(BatchSize, 2, nameof(BatchSize));
        OptionCheck.AtLeast(BatchesPerEpoch, 0, nameof(BatchesPerEpoch));
        OptionCheck.Above(LearningRate, 0, nameof(LearningRate));
        ValidateOwn();
    }

    /// <exception cref="ArgumentOutOfRangeException">An option that only this trainer has is out of its range.</exception>
    private protected abstract void ValidateOwn();
}

/// <summary>The options of trainers that learn from unlabelled rows alone.</summary>
public abstract class UnlabelledOptions : BaselineOptions
{
    private protected UnlabelledOptions(int[] hiddenSizes, int epochs, int batchSize, double learningRate)
        : base(hiddenSizes, epochs, batchSize, learningRate) =>
        // None is needed; where one is named, its labelled anomalies are left out of the training.
        LabelColumnName = "";

    internal sealed override bool NeedsLabelColumn => false;

    private protected sealed override void ValidateOwn()
    {
        OptionCheck.NeedsNoAnomalies(Threshold, nameof(Threshold));
        ValidateUnlabelled();
    }

    /// <exception cref="ArgumentOutOfRangeException">An option that only this trainer has is out of its range.</exception>
    private protected abstract void ValidateUnlabelled();
}

/// <summary>The options of trainers that learn from labelled classes of normal rows.</summary>
public abstract class ClassOptions : BaselineOptions
{
    private protected ClassOptions(int[] hiddenSizes, int epochs, int batchSize, double learningRate)
        : base(hiddenSizes, epochs, batchSize, learningRate)
    {
    }

    private protected sealed override void ValidateOwn()
    {
        OptionCheck.NeedsNoAnomalies(Threshold, nameof(Threshold));
        ValidateClasses();
    }

    /// <exception cref="ArgumentOutOfRangeException">An option that only this trainer has is out of its range.</exception>
    private protected abstract void ValidateClasses();
}
