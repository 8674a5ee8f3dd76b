namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// A network of one row with the way back: from the gradient of a loss by what comes out to that by what goes in. The network's weights stay
/// as they are.
/// </summary>
internal sealed class NetworkGradient
{
    private readonly FrozenNetwork _network;
    private readonly EmbeddingLayer[] _transposed;
    private readonly float[][] _outputs;
    private readonly float[][] _gradients;
    private readonly float[] _scratch;

    public NetworkGradient(FrozenNetwork network)
    {
        _network = network;
        _transposed = [.. network.Layers.Select(layer => layer.Transpose())];
        _outputs = [.. network.Layers.Select(layer => new float[layer.Outputs])];
        _gradients = [.. network.Layers.Select(layer => new float[layer.Inputs])];
        _scratch = new float[network.Layers.Concat(_transposed).Max(layer => layer.ScratchLength)];
    }

    /// <summary>What the network makes of a row. It stays until the next one.</summary>
    public ReadOnlySpan<float> Forward(ReadOnlySpan<float> input)
    {
        for (int i = 0; i < _outputs.Length; i++)
        {
            _network.Layers[i].Forward(input, _outputs[i], _scratch);
            input = _outputs[i];
        }
        return input;
    }

    /// <summary>The gradient by the row that <see cref="Forward"/> has seen last.</summary>
    /// <param name="gradient">The gradient by what it has made of it; it is overwritten.</param>
    public ReadOnlySpan<float> Backward(Span<float> gradient)
    {
        for (int i = _outputs.Length - 1; i >= 0; i--)
        {
            _network.Layers[i].Activation.Differentiate(_outputs[i], gradient);
            _transposed[i].Forward(gradient, _gradients[i], _scratch);
            gradient = _gradients[i];
        }
        return gradient;
    }
}
