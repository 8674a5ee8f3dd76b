using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>J, which tells pairs of a row and its code from pairs of a generated row and its noise.</summary>
internal sealed class JointDiscriminator : nn.Module
{
    private const int CodeWidth = 512, JointWidth = 1024;
    private readonly Network _code;
    private readonly Network _joint;
    private readonly Network _output;
    private readonly DeviceNoise _dropout;

    /// <param name="trunk">f, which becomes part of the network.</param>
    /// <param name="noiseSize">The size of a code.</param>
    /// <param name="initialization">Draws the initial weights of the other layers.</param>
    /// <param name="dropout">Chooses the units that are dropped; it becomes part of the network.</param>
    /// <param name="device">Where the network lives.</param>
    public JointDiscriminator(Network trunk, int noiseSize, Random initialization, DeviceNoise dropout, Device device)
        : base(nameof(JointDiscriminator))
    {
        LayerActivation leaky = LayerActivation.LeakyRelu(ImageNetworkPlan.NegativeSlope);
        Trunk = trunk;
        _dropout = dropout;
        _code = new Network(NetworkPlan.Input(noiseSize).Dense(CodeWidth, leaky), initialization, device);
        _joint = new Network(NetworkPlan.Input(trunk.Outputs + CodeWidth).Dense(JointWidth, leaky), initialization, device);
        _output = new Network(NetworkPlan.Input(JointWidth).Dense(1), initialization, device);
        register_module(nameof(Trunk), Trunk);
        register_module(nameof(_code), _code);
        register_module(nameof(_joint), _joint);
        register_module(nameof(_output), _output);
    }

    public Network Trunk { get; }

    /// <summary>The logit of J(x, code), with half of the joint units dropped.</summary>
    /// <param name="x">[n, D]</param>
    /// <param name="code">[n, noise size]</param>
    /// <returns>[n, 1]</returns>
    public Tensor Logit(Tensor x, Tensor code)
    {
        Tensor joint = _joint.Forward(cat([Trunk.Forward(x), _code.Forward(code)], 1));
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
