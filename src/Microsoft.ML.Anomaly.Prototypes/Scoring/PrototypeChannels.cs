namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>What the prototypes of a fold say of a row: two numbers, the channels, for each scale.</summary>
internal sealed class PrototypeChannels
{
    private const float SmallestSquaredDistance = 0.0025f;

    /// <param name="axes">The rotation before the prototypes, or null.</param>
    /// <param name="scales">The prototypes of each scale, from coarse to fine.</param>
    public PrototypeChannels(PrincipalAxes? axes, LocalGaussians[] scales) => (Axes, Scales) = (axes, scales);

    public PrincipalAxes? Axes { get; }

    public LocalGaussians[] Scales { get; }

    /// <summary>The number of channels.</summary>
    public int Count => 2 * Scales.Length;

    /// <summary>The length of the scratch memory for <see cref="Compute"/>.</summary>
    public int ScratchLength => DistancesStart + Scales.Select(scale => scale.DistancesLength).DefaultIfEmpty(0).Max();

    private int DistancesStart => Axes?.PaddedCount ?? 0;

    /// <summary>
    /// For each scale 0.5 log(min_k |z - c_k|^2 + 0.0025), and the energy of the mixture, plus that outside of the axes, divided by D.
    /// </summary>
    /// <param name="x">The standardised row, [D]</param>
    /// <param name="channels">Receives the channels.</param>
    /// <param name="scratch">Scratch memory; its end, from <see cref="FinestDistances"/> on, keeps the squared distances to the finest scale.</param>
    /// <returns>The nearest prototype of the finest scale.</returns>
    public int Compute(ReadOnlySpan<float> x, Span<float> channels, Span<float> scratch)
    {
        Span<float> distances = scratch[DistancesStart..];
        ReadOnlySpan<float> z = x;
        float outside = 0;
        if (Axes is { } axes)
        {
            outside = axes.Rotate(x, scratch);
            z = scratch[..axes.Count];
        }
        int nearest = 0;
        for (int s = 0; s < Scales.Length; s++)
        {
            (nearest, float energy) = Scales[s].Describe(z, distances);
            channels[2 * s] = 0.5f * MathF.Log(distances[nearest] + SmallestSquaredDistance);
            channels[(2 * s) + 1] = (energy + outside) / x.Length;
        }
        return nearest;
    }

    /// <summary>The squared distances to the prototypes of the finest scale, in scratch memory that <see cref="Compute"/> has left.</summary>
    public ReadOnlySpan<float> FinestDistances(ReadOnlySpan<float> scratch) => scratch.Slice(DistancesStart, Scales[^1].Count);
}
