using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>G, which makes rows of noise.</summary>
internal abstract class Generator(string name) : nn.Module(name)
{
    /// <param name="noise">zeta, [n, noise size]</param>
    /// <returns>G(zeta), [n, D], with values from -1 to 1.</returns>
    public abstract Tensor Generate(Tensor noise);
}

/// <summary>The generator of images: transposed convolutions.</summary>
internal sealed class ImageGenerator : Generator
{
    private readonly ImageNetworkPlan _plan;
    private readonly int _noiseSize;
    private readonly Linear? _seed;
    private readonly BatchNorm1d? _seedNormalization;
    private readonly List<(ConvTranspose2d Convolution, BatchNorm2d? Normalization)> _layers = [];

    public ImageGenerator(ImageNetworkPlan plan, int noiseSize, Random initialization, Device device)
        : base(nameof(ImageGenerator))
    {
        (_plan, _noiseSize) = (plan, noiseSize);
        (int channels, int height, int width) = plan.Seed ?? new ImageShape(noiseSize, 1, 1);
        if (plan.Seed is { } seed)
        {
            _seed = Initialization.Linear(noiseSize, seed.Size, initialization, device);
            _seedNormalization = nn.BatchNorm1d(seed.Size, device: device);
            register_module(nameof(_seed), _seed);
            register_module(nameof(_seedNormalization), _seedNormalization);
        }
        foreach (UpsamplingStep step in plan.Upsampling)
        {
            // Of the sizes that a stride leads to, the output padding chooses.
            int outputPadding(int from, int to) => to - (((from - 1) * step.Stride) - (2 * step.Padding) + step.Kernel);
            ConvTranspose2d convolution = Initialization.TransposedConvolution(
                channels, step.Channels, step.Kernel, step.Stride, step.Padding, (outputPadding(height, step.Height), outputPadding(width, step.Width)),
                initialization, device);
            BatchNorm2d? normalization = _layers.Count < plan.Upsampling.Count - 1 ? nn.BatchNorm2d(step.Channels, device: device) : null;
            register_module($"Convolution{_layers.Count}", convolution);
            if (normalization is not null)
                register_module($"Normalization{_layers.Count}", normalization);
            _layers.Add((convolution, normalization));
            (channels, height, width) = (step.Channels, step.Height, step.Width);
        }
    }

    public override Tensor Generate(Tensor noise)
    {
        Tensor h = _seed is null || _seedNormalization is null
            ? noise.reshape(-1, _noiseSize, 1, 1)
            : _seedNormalization.forward(F.linear(noise, _seed.weight, _seed.bias)).relu()
                .reshape(-1, _plan.Seed!.Value.Channels, _plan.Seed.Value.Height, _plan.Seed.Value.Width);
        foreach ((ConvTranspose2d convolution, BatchNorm2d? normalization) in _layers)
        {
            h = convolution.forward(h);
            if (normalization is not null)
                h = F.leaky_relu(normalization.forward(h), _plan.GeneratorSlope);
        }
        return h.tanh().flatten(1);
    }
}

/// <summary>The generator of plain feature vectors: the embedding's layers the other way round.</summary>
internal sealed class VectorGenerator : Generator
{
    private readonly List<(Linear Linear, BatchNorm1d? Normalization)> _layers = [];

    /// <param name="widths">The noise's size, the width of each hidden layer, D.</param>
    /// <param name="initialization">Draws the initial weights.</param>
    /// <param name="device">Where the network lives.</param>
    public VectorGenerator(ReadOnlySpan<int> widths, Random initialization, Device device)
        : base(nameof(VectorGenerator))
    {
        for (int i = 1; i < widths.Length; i++)
        {
            Linear linear = Initialization.Linear(widths[i - 1], widths[i], initialization, device);
            BatchNorm1d? normalization = i < widths.Length - 1 ? nn.BatchNorm1d(widths[i], device: device) : null;
            register_module($"Linear{i - 1}", linear);
            if (normalization is not null)
                register_module($"Normalization{i - 1}", normalization);
            _layers.Add((linear, normalization));
        }
    }

    public override Tensor Generate(Tensor noise)
    {
        Tensor h = noise;
        foreach ((Linear linear, BatchNorm1d? normalization) in _layers)
        {
            h = F.linear(h, linear.weight, linear.bias);
            if (normalization is not null)
                h = F.leaky_relu(normalization.forward(h), ImageNetworkPlan.NegativeSlope);
        }
        return h.tanh();
    }
}
