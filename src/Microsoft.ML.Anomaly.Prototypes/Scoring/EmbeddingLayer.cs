namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>A layer of a trained network, activation included. It is shared by all scorers; their scratch memory is not.</summary>
internal abstract partial class EmbeddingLayer
{
    public abstract int Inputs { get; }

    public abstract int Outputs { get; }

    /// <summary>How much scratch memory <see cref="Forward(ReadOnlySpan{float}, Span{float}, Span{float})"/> needs.</summary>
    public virtual int ScratchLength => 0;

    /// <summary>What the layer's outputs go through in the end.</summary>
    public virtual LayerActivation Activation => LayerActivation.None;

    /// <summary>The layer of one row. Input and output must not overlap.</summary>
    public abstract void Forward(ReadOnlySpan<float> input, Span<float> output, Span<float> scratch);

    /// <summary>The layer of the first rows of a block, one after another.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="output">Takes the results.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/>, <see cref="Inputs"/> and <see cref="Outputs"/> values together.</param>
    public virtual void Forward(RowBlock input, RowBlock output, int rows, Span<float> scratch)
    {
        Span<float> x = scratch.Slice(ScratchLength, Inputs), y = scratch.Slice(ScratchLength + Inputs, Outputs);
        for (int row = 0; row < rows; row++)
        {
            input.CopyRow(row, x);
            Forward(x, y, scratch[..ScratchLength]);
            output.SetRow(row, y);
        }
    }

    /// <summary>
    /// The linear layer that leads back: its matrix is the transpose of this one's, so that it makes the gradient by the inputs of that by the
    /// outputs before the activation.
    /// </summary>
    /// <exception cref="NotSupportedException">No detector needs the way back through such a layer.</exception>
    public virtual EmbeddingLayer Transpose() => throw new NotSupportedException($"There is no way back through a {GetType().Name}.");
}

/// <summary>A linear layer and its activation.</summary>
internal sealed partial class DenseEmbeddingLayer(DenseLayer layer, LayerActivation activation) : EmbeddingLayer
{
    public DenseLayer Layer => layer;

    public override LayerActivation Activation => activation;

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

    public override EmbeddingLayer Transpose()
    {
        var transposed = new float[Inputs * Outputs];
        for (int o = 0; o < Outputs; o++)
        {
            for (int i = 0; i < Inputs; i++)
                transposed[(i * Outputs) + o] = layer.Weight[(o * Inputs) + i];
        }
        return new DenseEmbeddingLayer(new DenseLayer(transposed, new float[Inputs]), LayerActivation.None);
    }

    public override void Forward(RowBlock input, RowBlock output, int rows, Span<float> scratch)
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
