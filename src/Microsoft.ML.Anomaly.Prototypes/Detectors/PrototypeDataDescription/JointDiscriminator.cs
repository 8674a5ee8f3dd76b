using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>E, which finds the noise that a row might be generated from.</summary>
internal sealed class Encoder : nn.Module
{
    private readonly EmbeddingTrunk _trunk;
    private readonly Linear _code;

    /// <param name="trunk">Layers like those of the embedding, but with weights of their own.</param>
    /// <param name="noiseSize">The size of the code.</param>
    /// <param name="initialization">Draws the initial weights of the last layer.</param>
    /// <param name="device">Where the network lives.</param>
    public Encoder(EmbeddingTrunk trunk, int noiseSize, Random initialization, Device device)
        : base(nameof(Encoder))
    {
        _trunk = trunk;
        _code = Initialization.Linear(trunk.EmbeddingSize, noiseSize, initialization, device);
        register_module(nameof(_trunk), _trunk);
        register_module(nameof(_code), _code);
    }

    /// <param name="x">[n, D]</param>
    /// <returns>[n, noise size]</returns>
    public Tensor Encode(Tensor x) => F.linear(_trunk.Embed(x), _code.weight, _code.bias);
}

/// <summary>J, which tells pairs of a row and its code from pairs of a generated row and its noise.</summary>
internal sealed class JointDiscriminator : nn.Module
{
    private const int CodeWidth = 512, JointWidth = 1024;
    private readonly Linear _code;
    private readonly Linear _joint;
    private readonly Linear _output;
    private readonly Random _dropout;

    /// <param name="trunk">f, which becomes part of the network.</param>
    /// <param name="noiseSize">The size of a code.</param>
    /// <param name="initialization">Draws the initial weights of the other layers.</param>
    /// <param name="dropout">Chooses the units that are dropped: torch's own generator is global to the process.</param>
    /// <param name="device">Where the network lives.</param>
    public JointDiscriminator(EmbeddingTrunk trunk, int noiseSize, Random initialization, Random dropout, Device device)
        : base(nameof(JointDiscriminator))
    {
        Trunk = trunk;
        _dropout = dropout;
        _code = Initialization.Linear(noiseSize, CodeWidth, initialization, device);
        _joint = Initialization.Linear(trunk.EmbeddingSize + CodeWidth, JointWidth, initialization, device);
        _output = Initialization.Linear(JointWidth, 1, initialization, device);
        register_module(nameof(Trunk), Trunk);
        register_module(nameof(_code), _code);
        register_module(nameof(_joint), _joint);
        register_module(nameof(_output), _output);
    }

    public EmbeddingTrunk Trunk { get; }

    /// <summary>The logit of J(x, code), with half of the joint units dropped.</summary>
    /// <param name="x">[n, D]</param>
    /// <param name="code">[n, noise size]</param>
    /// <returns>[n, 1]</returns>
    public Tensor Logit(Tensor x, Tensor code)
    {
        Tensor pair = cat([Trunk.Embed(x), Leaky(F.linear(code, _code.weight, _code.bias))], 1);
        Tensor joint = Leaky(F.linear(pair, _joint.weight, _joint.bias));
        return F.linear(joint * KeptHalf(joint), _output.weight, _output.bias);
    }

    private static Tensor Leaky(Tensor x) => F.leaky_relu(x, ImageNetworkPlan.NegativeSlope);

    // 2 where a unit is kept and 0 where it is dropped, either with probability 1/2.
    private Tensor KeptHalf(Tensor like)
    {
        var bits = new byte[(like.shape[0] * like.shape[1] + 7) / 8];
        _dropout.NextBytes(bits);
        var mask = new float[like.shape[0] * like.shape[1]];
        for (int i = 0; i < mask.Length; i++)
            mask[i] = (bits[i / 8] >> (i % 8) & 1) * 2;
        return tensor(mask, like.shape, device: like.device);
    }
}
