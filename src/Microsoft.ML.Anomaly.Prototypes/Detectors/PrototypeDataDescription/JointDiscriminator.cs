using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>J, which tells pairs of a row and its code from pairs of a generated row and its noise.</summary>
internal sealed class JointDiscriminator : nn.Module
{
    private readonly Network _output;
    private readonly DeviceNoise _dropout;

    /// <param name="trunk">f, which becomes part of the network.</param>
    /// <param name="noiseSize">The size of a code.</param>
    /// <param name="initialization">Draws the initial weights of the other layers.</param>
    /// <param name="dropout">Chooses the units that are dropped; it becomes part of the network.</param>
    /// <param name="device">Where the network lives.</param>
    /// <param name="codeWidth">The width of what a code becomes before it meets the row.</param>
    /// <param name="jointWidth">The width of what both become together.</param>
    public JointDiscriminator(
        Network trunk, int noiseSize, Random initialization, DeviceNoise dropout, Device device, int codeWidth = 512, int jointWidth = 1024)
        : base(nameof(JointDiscriminator))
    {
        LayerActivation leaky = LayerActivation.LeakyRelu(ImageNetworkPlan.NegativeSlope);
        Trunk = trunk;
        _dropout = dropout;
        OfCode = new Network(NetworkPlan.Input(noiseSize).Dense(codeWidth, leaky), initialization, device);
        Joint = new Network(NetworkPlan.Input(trunk.Outputs + codeWidth).Dense(jointWidth, leaky), initialization, device);
        _output = new Network(NetworkPlan.Input(jointWidth).Dense(1), initialization, device);
        register_module(nameof(Trunk), Trunk);
        register_module(nameof(OfCode), OfCode);
        register_module(nameof(Joint), Joint);
        register_module(nameof(_output), _output);
    }

    public Network Trunk { get; }

    /// <summary>What a code becomes before it meets the row.</summary>
    public Network OfCode { get; }

    /// <summary>The layer that sees both.</summary>
    public Network Joint { get; }

    /// <summary>The logit of J(x, code), with half of the joint units dropped.</summary>
    /// <param name="x">[n, D]</param>
    /// <param name="code">[n, noise size]</param>
    /// <returns>[n, 1]</returns>
    public Tensor Logit(Tensor x, Tensor code)
    {
        Tensor joint = Joint.Forward(cat([Trunk.Forward(x), OfCode.Forward(code)], 1));
        // 2 where a unit is kept and 0 where it is dropped, either with probability 1/2.
        Tensor kept = _dropout.Next(joint.shape[0], joint.shape[1]).sign().Plus(1);
        return _output.Forward(joint * kept);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _dropout.Dispose();
        base.Dispose(disposing);
    }
}
