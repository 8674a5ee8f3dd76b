namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>f, from the features column to the embedded row.</summary>
internal sealed class Embedding(FeatureScaling scaling, IReadOnlyList<EmbeddingLayer> layers)
{
    public FeatureScaling Scaling => scaling;

    public IReadOnlyList<EmbeddingLayer> Layers => layers;

    /// <summary>d</summary>
    public int Width => layers[^1].Outputs;

    /// <summary>Memory for one row at a time, which threads must not share.</summary>
    public Scratch CreateScratch() => new(
        new float[Math.Max(scaling.OutputWidth, layers.Max(layer => layer.Outputs))],
        new float[layers.Max(layer => layer.Outputs)],
        new float[layers.Max(layer => layer.ScratchLength)]);

    /// <param name="features">All slots of the features column.</param>
    /// <param name="scratch">Holds what is returned, until it is used again.</param>
    /// <returns>f(x), d values.</returns>
    public ReadOnlySpan<float> Embed(ReadOnlySpan<float> features, Scratch scratch)
    {
        Span<float> input = scratch.First, output = scratch.Second;
        scaling.Apply(features, input);
        int width = scaling.OutputWidth;
        for (int i = 0; i < layers.Count; i++)
        {
            layers[i].Forward(input[..width], output, scratch.Layer);
            width = layers[i].Outputs;
            Span<float> used = input;
            input = output;
            output = used;
        }
        return input[..width];
    }

    /// <param name="First">Holds the input and every second layer's output.</param>
    /// <param name="Second">Holds the output of the layers in between.</param>
    /// <param name="Layer">What a layer needs besides.</param>
    public sealed record Scratch(float[] First, float[] Second, float[] Layer);
}
