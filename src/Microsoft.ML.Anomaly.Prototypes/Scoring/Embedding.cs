namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>f, from the features column to the embedded row: what one network makes of it, or what several do, one after another.</summary>
/// <param name="scaling">What becomes of a row before the networks see it.</param>
/// <param name="networks">At least one.</param>
/// <param name="hasUnitLength">Whether what each network makes of a row is scaled to length 1.</param>
internal sealed partial class Embedding(FeatureScaling scaling, IReadOnlyList<FrozenNetwork> networks, bool hasUnitLength = false)
{
    // A row that a network maps to 0 stays there.
    private const float SmallestNorm = 1e-12f;

    public FeatureScaling Scaling => scaling;

    public IReadOnlyList<FrozenNetwork> Networks => networks;

    public bool HasUnitLength => hasUnitLength;

    /// <summary>d</summary>
    public int Width { get; } = networks.Sum(network => network.Outputs);

    /// <summary>Memory for one row at a time, which threads must not share.</summary>
    public Scratch CreateScratch() => new(new float[scaling.OutputWidth], [.. networks.Select(network => network.CreateRowScratch())], new float[Width]);

    /// <param name="features">All slots of the features column.</param>
    /// <param name="scratch">Holds what is returned, until it is used again.</param>
    /// <returns>f(x), d values.</returns>
    public ReadOnlySpan<float> Embed(ReadOnlySpan<float> features, Scratch scratch)
    {
        scaling.Apply(features, scratch.Input);
        int start = 0;
        for (int m = 0; m < networks.Count; m++)
        {
            Span<float> part = scratch.Embedded.AsSpan(start, networks[m].Outputs);
            networks[m].Forward(scratch.Input, scratch.Networks[m]).CopyTo(part);
            if (hasUnitLength)
                UnitLength.Normalize(part, SmallestNorm);
            start += part.Length;
        }
        return scratch.Embedded;
    }

    /// <param name="Input">The scaled row.</param>
    /// <param name="Networks">What the layers of each network write to.</param>
    /// <param name="Embedded">f(x)</param>
    public sealed record Scratch(float[] Input, FrozenNetwork.RowScratch[] Networks, float[] Embedded);
}
