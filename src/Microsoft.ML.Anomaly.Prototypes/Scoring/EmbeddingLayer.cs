namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>A layer of an embedding, activation included. It is shared by all scorers; their scratch memory is not.</summary>
internal abstract class EmbeddingLayer
{
    public abstract int Inputs { get; }

    public abstract int Outputs { get; }

    /// <summary>How much scratch memory <see cref="Forward"/> needs.</summary>
    public virtual int ScratchLength => 0;

    public abstract void Forward(ReadOnlySpan<float> input, Span<float> output, Span<float> scratch);
}

/// <summary>A linear layer and its leaky rectifier.</summary>
internal sealed class DenseEmbeddingLayer(DenseLayer layer, float negativeSlope) : EmbeddingLayer
{
    public DenseLayer Layer => layer;

    public override int Inputs => layer.Inputs;

    public override int Outputs => layer.Outputs;

    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Span<float> scratch) =>
        layer.ForwardLeakyRelu(input, output, negativeSlope);
}
