using Microsoft.ML.Anomaly.Prototypes.Scoring;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Networks;

/// <summary>A network that trains in torch, made by a <see cref="NetworkPlan"/>.</summary>
internal sealed class Network : nn.Module
{
    private readonly TrainableLayer[] _layers;

    /// <param name="plan">The description.</param>
    /// <param name="initialization">Draws the weights, as torch does by default.</param>
    /// <param name="device">Where the network lives.</param>
    public Network(NetworkPlan plan, Random initialization, Device device)
        : base(nameof(Network))
    {
        Plan = plan;
        _layers = [.. plan.Layers.Select(layer => TrainableLayer.Create(layer, initialization, device))];
        for (int i = 0; i < _layers.Length; i++)
            register_module($"{i}", _layers[i]);
    }

    public NetworkPlan Plan { get; }

    public IReadOnlyList<TrainableLayer> Layers => _layers;

    public int Outputs => Plan.Outputs;

    /// <summary>All that training changes: the parameters, and the running statistics of batch normalization.</summary>
    public IEnumerable<Tensor> State => parameters().Cast<Tensor>().Concat(named_buffers().Select(buffer => buffer.buffer));

    /// <param name="x">[n, inputs]</param>
    /// <returns>[n, outputs]</returns>
    public Tensor Forward(Tensor x)
    {
        foreach (TrainableLayer layer in _layers)
            x = layer.Forward(x);
        return x.dim() > 2 ? x.flatten(1) : x;
    }

    /// <summary>The network as it is now, for scoring without torch.</summary>
    public FrozenNetwork Freeze() => new([.. _layers.Select(layer => layer.Freeze())]);
}
