using Microsoft.ML.Anomaly.Prototypes.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>D, which tells rows from generated ones: the embedding and one linear layer.</summary>
internal sealed class Discriminator : nn.Module
{
    private readonly Network _output;

    /// <param name="trunk">f, which becomes part of the network.</param>
    /// <param name="initialization">Draws the initial weights of the last layer.</param>
    /// <param name="device">Where the network lives.</param>
    public Discriminator(Network trunk, Random initialization, Device device)
        : base(nameof(Discriminator))
    {
        Trunk = trunk;
        _output = new Network(NetworkPlan.Input(trunk.Outputs).Dense(1), initialization, device);
        register_module(nameof(Trunk), Trunk);
        register_module(nameof(_output), _output);
    }

    public Network Trunk { get; }

    /// <summary>The logit of D(x), where D(x) is the probability that x is a row of the data.</summary>
    /// <param name="x">[n, D]</param>
    /// <returns>[n, 1]</returns>
    public Tensor Logit(Tensor x) => _output.Forward(Trunk.Forward(x));
}
