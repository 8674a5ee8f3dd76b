namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>A layer of a trained network, activation included. It is shared by all scorers; their scratch memory is not.</summary>
internal abstract partial class EmbeddingLayer
{
    public abstract int Inputs { get; }

    public abstract int Outputs { get; }

    /// <summary>How much scratch memory <see cref="Forward(ReadOnlySpan{float}, Span{float}, Span{float})"/> needs.</summary>
    public virtual int ScratchLength => 0;

    /// <summary>The layer of one row. Input and output must not overlap.</summary>
    public abstract void Forward(ReadOnlySpan<float> input, Span<float> output, Span<float> scratch);
}

/// <summary>A linear layer and its activation.</summary>
internal sealed partial class DenseEmbeddingLayer(DenseLayer layer, LayerActivation activation) : EmbeddingLayer
{
    public DenseLayer Layer => layer;

    public LayerActivation Activation => activation;

    public override int Inputs => layer.Inputs;

    public override int Outputs => layer.Outputs;

    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Span<float> scratch) => Forward(input, output);

    /// <summary>The layer of one row. Input and output must not overlap.</summary>
    public void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        if (activation.Kind == ActivationKind.Relu)
            layer.ForwardRelu(input, output);
        else if (activation.Kind == ActivationKind.LeakyRelu)
            layer.ForwardLeakyRelu(input, output, activation.NegativeSlope);
        else
            layer.Forward(input, output);
        activation.Apply(output[..layer.Outputs]);
    }

    /// <summary>The layer of the first rows of a block.</summary>
    public void Forward(RowBlock input, RowBlock output, int rows)
    {
        if (activation.Kind == ActivationKind.Relu)
            layer.ForwardRelu(input, output, rows);
        else if (activation.Kind == ActivationKind.LeakyRelu)
            layer.ForwardLeakyRelu(input, output, rows, activation.NegativeSlope);
        else
            layer.Forward(input, output, rows);
        activation.Apply(output.Values[..(layer.Outputs * RowBlock.Rows)]);
    }
}
