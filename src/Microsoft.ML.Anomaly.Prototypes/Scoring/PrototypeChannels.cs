using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>What the prototypes of a fold say of rows: two numbers, the channels, for each scale.</summary>
internal sealed partial class PrototypeChannels
{
    private const float SmallestSquaredDistance = 0.0025f;

    /// <param name="axes">The rotation before the prototypes, or null.</param>
    /// <param name="scales">The prototypes of each scale, from coarse to fine.</param>
    public PrototypeChannels(PrincipalAxes? axes, LocalGaussians[] scales) => (Axes, Scales) = (axes, scales);

    public PrincipalAxes? Axes { get; }

    public LocalGaussians[] Scales { get; }

    /// <summary>The number of channels.</summary>
    public int Count => 2 * Scales.Length;

    /// <summary>Scratch memory, and what is left in it of the rows that came last.</summary>
    public sealed class Scratch
    {
        private readonly LocalGaussians? _finest;

        public Scratch(PrototypeChannels channels)
        {
            _finest = channels.Scales.LastOrDefault();
            Leading = new RowBlock(LocalGaussians.LeadingDimensions(_finest?.Dimensions ?? 0));
            Description = new LocalGaussians.Description(channels.Scales.Select(scale => scale.Count).DefaultIfEmpty(0).Max());
            Rotated = new float[LocalGaussians.MaximumRows * (channels.Axes?.PaddedCount ?? 0)];
            Distances = new float[LocalGaussians.MaximumRows * channels.Scales.Select(scale => scale.PaddedCount).DefaultIfEmpty(0).Max()];
        }

        internal float[] Rotated { get; }

        internal float[] Outside { get; } = new float[LocalGaussians.MaximumRows];

        internal float[] Distances { get; }

        internal float[] Logarithms { get; } = new float[LocalGaussians.MaximumRows];

        internal RowBlock Leading { get; }

        internal LocalGaussians.Description Description { get; }

        /// <summary>The nearest prototype of the finest scale, for each row.</summary>
        public ReadOnlySpan<int> Nearest => Description.Nearest;

        /// <summary>A row's squared distances to the prototypes of the finest scale.</summary>
        public ReadOnlySpan<float> FinestDistances(int row) => Distances.AsSpan(row * _finest!.PaddedCount, _finest.Count);
    }

    /// <summary>
    /// For each scale 0.5 log(min_k |z - c_k|^2 + 0.0025), and the energy of the mixture, plus that outside of the axes, divided by D.
    /// </summary>
    /// <param name="x">The standardised rows, [rows, width]</param>
    /// <param name="width">D</param>
    /// <param name="rows">Their number, at most <see cref="LocalGaussians.MaximumRows"/>.</param>
    /// <param name="channels">Receives the channels of the first row, then, <paramref name="channelStride"/> farther, those of the next.</param>
    /// <param name="channelStride">The distance between the channels of two rows.</param>
    /// <param name="scratch">Scratch memory.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Compute(ReadOnlySpan<float> x, int width, int rows, Span<float> channels, int channelStride, Scratch scratch)
    {
        ReadOnlySpan<float> z = x;
        int stride = width;
        if (Axes is { } axes)
        {
            axes.Rotate(x, rows, scratch.Rotated, scratch.Outside);
            z = scratch.Rotated;
            stride = axes.PaddedCount;
        }
        scratch.Leading.Fill(z, stride, rows);
        for (int s = 0; s < Scales.Length; s++)
        {
            LocalGaussians scale = Scales[s];
            scale.Describe(z, stride, scratch.Leading, rows, scratch.Distances, scratch.Description);
            (int[] nearest, float[] energies, float[] logarithms) = (scratch.Description.Nearest, scratch.Description.Energy, scratch.Logarithms);
            int padded = scale.PaddedCount;
            for (int row = 0; row < rows; row++)
                logarithms[row] = scratch.Distances[(row * padded) + nearest[row]] + SmallestSquaredDistance;
            for (int row = 0; row < rows; row += Lanes.Count)
                Lanes.Log(Lanes.Load(ref logarithms[row], 0)).StoreUnsafe(ref logarithms[row]);
            float share = 1f / width;
            for (int row = 0; row < rows; row++)
            {
                Span<float> place = channels.Slice((row * channelStride) + (2 * s), 2);
                place[0] = 0.5f * logarithms[row];
                place[1] = (energies[row] + scratch.Outside[row]) * share;
            }
        }
    }
}
