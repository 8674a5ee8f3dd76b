namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>f, from the features column to the embedded row.</summary>
internal sealed partial class Embedding(FeatureScaling scaling, FrozenNetwork network)
{
    public FeatureScaling Scaling => scaling;

    public FrozenNetwork Network => network;

    /// <summary>d</summary>
    public int Width => network.Outputs;

    /// <summary>Memory for one row at a time, which threads must not share.</summary>
    public Scratch CreateScratch() => new(new float[scaling.OutputWidth], network.CreateRowScratch());

    /// <param name="features">All slots of the features column.</param>
    /// <param name="scratch">Holds what is returned, until it is used again.</param>
    /// <returns>f(x), d values.</returns>
    public ReadOnlySpan<float> Embed(ReadOnlySpan<float> features, Scratch scratch)
    {
        scaling.Apply(features, scratch.Input);
        return network.Forward(scratch.Input, scratch.Network);
    }

    /// <param name="Input">The scaled row.</param>
    /// <param name="Network">What the layers write to.</param>
    public sealed record Scratch(float[] Input, FrozenNetwork.RowScratch Network);
}
