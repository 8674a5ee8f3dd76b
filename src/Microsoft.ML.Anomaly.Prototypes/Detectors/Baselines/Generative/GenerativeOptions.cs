using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The options of trainers for comparison that learn to generate normal rows, images or plain feature vectors.</summary>
public abstract class GenerativeOptions : UnlabelledOptions
{
    private protected GenerativeOptions(int epochs, int batchSize, double learningRate)
        : base(hiddenSizes: [128, 64], epochs, batchSize, learningRate)
    {
    }

    /// <summary>
    /// The images' shape where the features are pixels; null for plain feature vectors, whose networks have the layers of
    /// <see cref="BaselineOptions.HiddenSizes"/>. Default null, valid from 8x8 pixels on with as many values as the features column has slots.
    /// </summary>
    public ImageShape? ImageShape { get; set; }

    /// <summary>
    /// Which networks images get: those of the <see cref="PrototypeDataDescriptionTrainer"/>. Default <see cref="Prototypes.ImageNetwork.Compact"/>.
    /// </summary>
    public ImageNetwork ImageNetwork { get; set; } = ImageNetwork.Compact;

    /// <summary>The size of the code that rows are generated from. Default 100 for images, 16 for plain feature vectors, which is null; valid from 1.</summary>
    public int? CodeSize { get; set; }

    /// <summary>The size of a code.</summary>
    internal int CodeWidth => CodeSize ?? (ImageShape is null ? 16 : 100);

    internal sealed override bool SeesPixels => ImageShape is not null;

    internal sealed override FeatureScaling CreateScaling(TrainingRows rows)
    {
        ImageNetworkPlan.CheckWidth(ImageShape, rows.Features.Width, FeatureColumnName);
        return ImageNetworkPlan.CreateScaling(ImageShape, rows.Minimum, rows.Maximum, NormalizeFeatures);
    }

    private protected sealed override void ValidateUnlabelled()
    {
        ImageNetworkPlan.Validate(ImageShape, ImageNetwork);
        if (CodeSize is { } size)
            OptionCheck.AtLeast(size, 1, nameof(CodeSize));
        ValidateGenerative();
    }

    /// <exception cref="ArgumentOutOfRangeException">An option that only this trainer has is out of its range.</exception>
    private protected abstract void ValidateGenerative();
}
