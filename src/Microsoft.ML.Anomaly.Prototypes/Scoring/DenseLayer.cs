namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>A linear layer with bias: y = W x + b.</summary>
internal sealed class DenseLayer
{
    private readonly float[] _weight;
    private readonly float[] _bias;

    /// <param name="weight">W, [outputs, inputs] in row-major order.</param>
    /// <param name="bias">b, [outputs].</param>
    public DenseLayer(float[] weight, float[] bias)
    {
        _weight = weight;
        _bias = bias;
        Outputs = bias.Length;
        Inputs = weight.Length / Math.Max(1, bias.Length);
    }

    public int Inputs { get; }

    public int Outputs { get; }

    public ReadOnlySpan<float> Weight => _weight;

    public ReadOnlySpan<float> Bias => _bias;

    public void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        for (int o = 0; o < Outputs; o++)
        {
            ReadOnlySpan<float> row = _weight.AsSpan(o * Inputs, Inputs);
            float sum = _bias[o];
            for (int i = 0; i < row.Length; i++)
                sum += row[i] * input[i];
            output[o] = sum;
        }
    }

    /// <summary>The layer followed by a leaky rectifier.</summary>
    public void ForwardLeakyRelu(ReadOnlySpan<float> input, Span<float> output, float negativeSlope)
    {
        Forward(input, output);
        Activation.LeakyRelu(output[..Outputs], negativeSlope);
    }
}
