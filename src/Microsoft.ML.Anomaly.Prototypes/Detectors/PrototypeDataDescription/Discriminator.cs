using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>D, which tells rows from generated ones: the embedding and one linear layer.</summary>
internal sealed class Discriminator : nn.Module
{
    /// <param name="trunk">f, which becomes part of the network.</param>
    /// <param name="initialization">Draws the initial weights of the last layer.</param>
    /// <param name="device">Where the network lives.</param>
    public Discriminator(EmbeddingTrunk trunk, Random initialization, Device device)
        : base(nameof(Discriminator))
    {
        Trunk = trunk;
        Output = Initialization.Linear(trunk.EmbeddingSize, 1, initialization, device);
        register_module(nameof(Trunk), Trunk);
        register_module(nameof(Output), Output);
    }

    public EmbeddingTrunk Trunk { get; }

    public Linear Output { get; }

    /// <summary>The logit of D(x), where D(x) is the probability that x is a row of the data.</summary>
    /// <param name="x">[n, D]</param>
    /// <returns>[n, 1]</returns>
    public Tensor Logit(Tensor x) => F.linear(Trunk.Embed(x), Output.weight, Output.bias);
}
