using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The embedding f and a linear layer on top, which tells the classes apart and by how many quarters an image has been turned.
/// Gidaris, Singh, Komodakis: "Unsupervised representation learning by predicting image rotations", ICLR 2018.
/// </summary>
internal sealed class RotationNetwork : nn.Module
{
    /// <summary>How many ways an image can be turned by quarters.</summary>
    public const int Turns = 4;

    // Images are halved until neither side is longer than this.
    private const int LargestSide = 7;
    private const int PooledSide = 3;

    // The last convolution has at most so many times as many channels as the first.
    private const int LargestGrowth = 4;

    private readonly Network _head;

    /// <param name="options">The trainer's options.</param>
    /// <param name="classes">N</param>
    /// <param name="initialization">Draws the initial weights.</param>
    /// <param name="device">Where the network lives.</param>
    public RotationNetwork(PrototypeDataDescriptionTrainer.Options options, int classes, Random initialization, Device device)
        : base(nameof(RotationNetwork))
    {
        Trunk = new Network(TrunkPlan(options.ImageShape!.Value, options.RotationChannels, options.EmbeddingSize), initialization, device);
        _head = new Network(NetworkPlan.Input(options.EmbeddingSize).Dense(classes * (options.LearnsTurns ? Turns : 1)), initialization, device);
        register_module(nameof(Trunk), Trunk);
        register_module(nameof(_head), _head);
    }

    /// <summary>f</summary>
    public Network Trunk { get; }

    /// <summary>All that training changes.</summary>
    public IEnumerable<Tensor> State => Trunk.State.Concat(_head.State);

    /// <summary>f(x), and a logit for each turn of each class: those of unturned images first.</summary>
    /// <param name="x">[n, pixels] or [n, channels, height, width]</param>
    /// <returns>[n, d] and [n, 4 N], or [n, N] where turns aren't learned</returns>
    public (Tensor Embedded, Tensor Logits) Forward(Tensor x)
    {
        Tensor embedded = Trunk.Forward(x);
        return (embedded, _head.Forward(embedded));
    }

    /// <summary>Convolutions that halve the image until it is at most 7 pixels wide, one that doesn't, means over 3x3 windows, a linear layer.</summary>
    /// <param name="shape">The images.</param>
    /// <param name="channels">The number of channels of the first convolution; each next one has twice as many, up to four times as many.</param>
    /// <param name="width">d, the width of the embedding.</param>
    public static NetworkPlan TrunkPlan(ImageShape shape, int channels, int width)
    {
        NetworkPlan plan = NetworkPlan.Input(shape);
        int most = LargestGrowth * channels;
        for (int kernel = 5; Math.Max(plan.OutputShape.Height, plan.OutputShape.Width) > LargestSide; kernel = 3)
        {
            plan = plan.Convolution(channels, kernel, stride: 2, kernel / 2, LayerActivation.Relu, normalized: true, bias: false);
            channels = Math.Min(2 * channels, most);
        }
        return plan.Convolution(channels, 3, stride: 1, padding: 1, LayerActivation.Relu, normalized: true, bias: false)
            .MeanPooling(PooledSide).Dense(width, LayerActivation.Relu, bias: false, normalized: true);
    }
}
