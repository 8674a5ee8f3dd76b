using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>A convolution of an embedding.</summary>
internal readonly record struct ConvolutionStep(int Channels, int Kernel, int Stride, int Padding, bool Normalized = true);

/// <summary>A transposed convolution of a generator, which leads to an image of the given size.</summary>
internal readonly record struct UpsamplingStep(int Channels, int Height, int Width, int Kernel, int Stride, int Padding);

/// <summary>The layers of an embedding and a generator for images, as tables.</summary>
/// <param name="Shape">The images.</param>
/// <param name="Trunk">The embedding f: convolutions, each with batch normalization and leaky rectifier.</param>
/// <param name="Seed">
/// The small image that a linear layer, batch normalization and rectifier make of the noise; null where the noise itself is an image of
/// one pixel with many channels.
/// </param>
/// <param name="Upsampling">From there to the image. Batch normalization and rectifier follow all but the last step, which tanh follows.</param>
/// <param name="GeneratorSlope">The slope of those rectifiers for negative values.</param>
internal sealed record ImageNetworkPlan(
    ImageShape Shape, IReadOnlyList<ConvolutionStep> Trunk, ImageShape? Seed, IReadOnlyList<UpsamplingStep> Upsampling, float GeneratorSlope)
{
    /// <summary>The slope of every other leaky rectifier.</summary>
    public const float NegativeSlope = 0.01f;

    /// <summary>The smallest height and width of an image.</summary>
    public const int SmallestSide = 8;

    // Images are halved until neither side is longer than this.
    private const int LargestSide = 7;
    private const int FirstChannels = 8, MostChannels = 64;

    /// <summary>Checks the options of a trainer that takes images.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The images are too small, or not those that the networks are made for.</exception>
    public static void Validate(ImageShape? imageShape, ImageNetwork imageNetwork)
    {
        OptionCheck.Defined(imageNetwork, nameof(ImageNetwork));
        if (imageShape is not { } shape)
        {
            if (imageNetwork != ImageNetwork.Compact)
                throw new ArgumentOutOfRangeException(nameof(ImageNetwork), imageNetwork, $"The option ImageNetwork is {imageNetwork}, so ImageShape must say which images the features are.");
            return;
        }
        if (shape.Channels < 1 || shape.Height < SmallestSide || shape.Width < SmallestSide || (long)shape.Channels * shape.Height * shape.Width > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(ImageShape), shape, $"The option ImageShape must have at least one channel and {SmallestSide}x{SmallestSide} pixels.");
        ImageShape wanted = Create(imageNetwork, shape).Shape;
        if (wanted != shape)
            throw new ArgumentOutOfRangeException(nameof(ImageShape), shape, $"The option ImageNetwork is {imageNetwork}, which is made for images of {wanted}, not of {shape}. Use Compact.");
    }

    /// <summary>Checks that images have as many pixels as there are features.</summary>
    /// <exception cref="InvalidOperationException">They haven't.</exception>
    public static void CheckWidth(ImageShape? imageShape, int width, string featureColumnName)
    {
        if (imageShape is { } shape && shape.Size != width)
        {
            throw new InvalidOperationException(
                $"The option ImageShape is {shape}, which makes {shape.Size} values, but the features column '{featureColumnName}' has {width} slots.");
        }
    }

    /// <summary>The scaling to [-1, 1], the generator's range: of all pixels alike, of plain features each by itself.</summary>
    public static FeatureScaling CreateScaling(ImageShape? imageShape, float[] minimum, float[] maximum, bool normalize)
    {
        if (imageShape is not null)
            return FeatureScaling.CreateForPixels(minimum, maximum, normalize);
        return normalize ? FeatureScaling.CreateSymmetric(minimum, maximum) : FeatureScaling.Create(minimum, maximum, normalize: false);
    }

    public static ImageNetworkPlan Create(ImageNetwork network, ImageShape shape) => network switch
    {
        ImageNetwork.Paper28 => Paper28,
        ImageNetwork.Paper64 => Paper64,
        _ => Compact(shape),
    };

    public static ImageNetworkPlan Paper28 { get; } = new(
        new(1, 28, 28),
        [new(8, 3, 1, 1), new(16, 3, 2, 1), new(32, 3, 2, 1), new(64, 3, 1, 1)],
        new(512, 7, 7),
        [new(256, 14, 14, 3, 2, 1), new(128, 14, 14, 3, 1, 1), new(64, 14, 14, 3, 1, 1), new(1, 28, 28, 3, 2, 1)],
        NegativeSlope);

    public static ImageNetworkPlan Paper64 { get; } = new(
        new(3, 64, 64),
        [new(64, 4, 2, 1, Normalized: false), new(128, 4, 2, 1), new(256, 4, 2, 1), new(512, 4, 2, 1)],
        null,
        [new(512, 4, 4, 4, 1, 0), new(256, 8, 8, 4, 2, 1), new(128, 16, 16, 4, 2, 1), new(64, 32, 32, 4, 2, 1), new(3, 64, 64, 4, 2, 1)],
        0);

    /// <summary>For any size: for 28x28 the paper's embedding, with a generator that has an eighth of the paper's channels.</summary>
    public static ImageNetworkPlan Compact(ImageShape shape)
    {
        var sizes = new List<(int Height, int Width)> { (shape.Height, shape.Width) };
        while (Math.Max(sizes[^1].Height, sizes[^1].Width) > LargestSide)
            sizes.Add(((sizes[^1].Height + 1) / 2, (sizes[^1].Width + 1) / 2));

        int channels = FirstChannels;
        var trunk = new List<ConvolutionStep> { new(channels, 3, 1, 1) };
        for (int i = 1; i < sizes.Count; i++)
            trunk.Add(new(channels = Math.Min(2 * channels, MostChannels), 3, 2, 1));
        trunk.Add(new(Math.Min(2 * channels, MostChannels), 3, 1, 1));

        channels = MostChannels;
        var upsampling = new List<UpsamplingStep>();
        for (int i = sizes.Count - 2; i > 0; i--)
            upsampling.Add(new(channels = Math.Max(channels / 2, FirstChannels), sizes[i].Height, sizes[i].Width, 3, 2, 1));
        (int height, int width) = sizes[Math.Min(1, sizes.Count - 1)];
        upsampling.Add(new(Math.Max(channels / 2, FirstChannels), height, width, 3, 1, 1));
        upsampling.Add(new(shape.Channels, shape.Height, shape.Width, 3, sizes.Count > 1 ? 2 : 1, 1));
        return new(shape, trunk, new(MostChannels, sizes[^1].Height, sizes[^1].Width), upsampling, NegativeSlope);
    }

    /// <summary>The embedding f: from pixels to a vector.</summary>
    public NetworkPlan TrunkPlan() => Trunk.Aggregate(
        NetworkPlan.Input(Shape),
        (plan, step) => plan.Convolution(step.Channels, step.Kernel, step.Stride, step.Padding, LayerActivation.LeakyRelu(NegativeSlope), step.Normalized));

    /// <summary>The generator G: from noise to pixels from -1 to 1.</summary>
    public NetworkPlan GeneratorPlan(int noiseSize)
    {
        NetworkPlan plan = Seed is { } seed
            ? NetworkPlan.Input(noiseSize).Dense(seed, LayerActivation.Relu, normalized: true)
            : NetworkPlan.Input(new ImageShape(noiseSize, 1, 1));
        foreach ((UpsamplingStep step, int i) in Upsampling.Select((step, i) => (step, i)))
        {
            bool isLast = i == Upsampling.Count - 1;
            plan = plan.TransposedConvolution(
                new ImageShape(step.Channels, step.Height, step.Width), step.Kernel, step.Stride, step.Padding,
                isLast ? LayerActivation.Tanh : LayerActivation.LeakyRelu(GeneratorSlope), normalized: !isLast);
        }
        return plan;
    }
}
