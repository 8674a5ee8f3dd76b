using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>What a convolution sees and does: square kernels, the same stride and zero padding in both directions.</summary>
internal readonly record struct ConvolutionGeometry(int Channels, int Height, int Width, int Kernel, int Stride, int Padding)
{
    public int OutputHeight => Output(Height);

    public int OutputWidth => Output(Width);

    /// <summary>The number of inputs that one output sees.</summary>
    public int PatchSize => Channels * Kernel * Kernel;

    /// <summary>The number of places in an output channel.</summary>
    public int Places => OutputHeight * OutputWidth;

    private int Output(int size) => ((size + (2 * Padding) - Kernel) / Stride) + 1;
}

/// <summary>
/// A two-dimensional convolution with bias and a leaky rectifier. Batch normalization is part of its weights: see
/// <see cref="BatchNormalizationFolding"/>.
/// </summary>
/// <remarks>
/// The input is spread out so that each of its patches is a column; the layer is then a product of matrices, computed in tiles of four
/// channels by two registers of places.
/// </remarks>
internal sealed partial class ConvolutionLayer : EmbeddingLayer
{
    private const int TileChannels = 4;
    private static readonly int TilePlaces = 2 * Vector<float>.Count;

    private readonly ConvolutionGeometry _geometry;
    private readonly float _negativeSlope;
    private readonly float[] _weight;
    private readonly float[] _bias;

    // [channels / 4, patch, 4]: the four weights that a step of the inner loop needs stand together. Missing channels are zeros.
    private readonly float[] _packed;

    /// <param name="geometry">The input's shape, kernel, stride and padding.</param>
    /// <param name="weight">[outputs, inputs, kernel, kernel]</param>
    /// <param name="bias">[outputs]</param>
    /// <param name="negativeSlope">The rectifier's slope for negative values.</param>
    public ConvolutionLayer(ConvolutionGeometry geometry, float[] weight, float[] bias, float negativeSlope)
    {
        (_geometry, _weight, _bias, _negativeSlope) = (geometry, weight, bias, negativeSlope);
        int patch = geometry.PatchSize, tiles = (bias.Length + TileChannels - 1) / TileChannels;
        _packed = new float[tiles * patch * TileChannels];
        for (int o = 0; o < bias.Length; o++)
        {
            for (int i = 0; i < patch; i++)
                _packed[(((o / TileChannels * patch) + i) * TileChannels) + (o % TileChannels)] = weight[(o * patch) + i];
        }
    }

    public ConvolutionGeometry Geometry => _geometry;

    public float NegativeSlope => _negativeSlope;

    public override LayerActivation Activation => LayerActivation.LeakyRelu(_negativeSlope);

    public int OutputChannels => _bias.Length;

    public ReadOnlySpan<float> Weight => _weight;

    public ReadOnlySpan<float> Bias => _bias;

    public override int Inputs => _geometry.Channels * _geometry.Height * _geometry.Width;

    public override int Outputs => _bias.Length * _geometry.Places;

    /// <summary>The patches, and a tile of results.</summary>
    public override int ScratchLength => (_geometry.PatchSize * Pitch) + (TileChannels * TilePlaces);

    // Places rounded up to full tiles.
    private int Pitch => (_geometry.Places + TilePlaces - 1) / TilePlaces * TilePlaces;

    /// <param name="input">[channels, height, width]</param>
    /// <param name="output">[output channels, output height, output width]</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> values.</param>
    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Span<float> scratch)
    {
        int pitch = Pitch, patch = _geometry.PatchSize, places = _geometry.Places;
        Span<float> patches = scratch[..(patch * pitch)];
        Span<float> tile = scratch.Slice(patch * pitch, TileChannels * TilePlaces);
        Spread(input, patches, pitch);
        for (int channel = 0; channel < OutputChannels; channel += TileChannels)
        {
            ReadOnlySpan<float> weights = _packed.AsSpan(channel * patch, patch * TileChannels);
            int channels = Math.Min(TileChannels, OutputChannels - channel);
            for (int place = 0; place < places; place += TilePlaces)
            {
                Multiply(weights, patches[place..], pitch, tile);
                int count = Math.Min(TilePlaces, places - place);
                for (int c = 0; c < channels; c++)
                {
                    Span<float> destination = output.Slice(((channel + c) * places) + place, count);
                    float bias = _bias[channel + c];
                    for (int p = 0; p < destination.Length; p++)
                        destination[p] = Scoring.Activation.LeakyRelu(tile[(c * TilePlaces) + p] + bias, _negativeSlope);
                }
            }
        }
    }

    public override EmbeddingLayer Transpose() => TransposedConvolutionLayer.Create(
        new ImageShape(OutputChannels, _geometry.OutputHeight, _geometry.OutputWidth), new ImageShape(_geometry.Channels, _geometry.Height, _geometry.Width),
        _geometry.Kernel, _geometry.Stride, _geometry.Padding, _weight, new float[_geometry.Channels], LayerActivation.None);

    // Row (channel, ky, kx) of the patches holds what the kernel's element (ky, kx) meets at each place; padding is zeros.
    private void Spread(ReadOnlySpan<float> input, Span<float> patches, int pitch)
    {
        ConvolutionGeometry g = _geometry;
        int row = 0;
        for (int channel = 0; channel < g.Channels; channel++)
        {
            for (int ky = 0; ky < g.Kernel; ky++)
            {
                for (int kx = 0; kx < g.Kernel; kx++, row++)
                {
                    Span<float> places = patches.Slice(row * pitch, pitch);
                    places[g.Places..].Clear();
                    for (int y = 0; y < g.OutputHeight; y++)
                    {
                        Span<float> line = places.Slice(y * g.OutputWidth, g.OutputWidth);
                        int sourceY = (y * g.Stride) - g.Padding + ky;
                        if (sourceY < 0 || sourceY >= g.Height)
                            line.Clear();
                        else
                            SpreadLine(input.Slice(((channel * g.Height) + sourceY) * g.Width, g.Width), line, kx - g.Padding, g.Stride);
                    }
                }
            }
        }
    }

    // line[x] = source[x * stride + offset], 0 beyond the edges.
    private static void SpreadLine(ReadOnlySpan<float> source, Span<float> line, int offset, int stride)
    {
        int start = Math.Min(offset >= 0 ? 0 : (-offset + stride - 1) / stride, line.Length);
        int end = Math.Max(start, Math.Min(line.Length, (source.Length - offset + stride - 1) / stride));
        line[..start].Clear();
        line[end..].Clear();
        if (stride == 1)
        {
            source.Slice(start + offset, end - start).CopyTo(line[start..]);
            return;
        }
        for (int x = start; x < end; x++)
            line[x] = source[(x * stride) + offset];
    }

    // tile[c, p] = sum over i of weights[i, c] patches[i, p].
    private static void Multiply(ReadOnlySpan<float> weights, ReadOnlySpan<float> patches, int pitch, Span<float> tile)
    {
        int lanes = Vector<float>.Count;
        // Checked here, since the loop goes by reference.
        ref float x = ref MemoryMarshal.GetReference(patches[..(((weights.Length / TileChannels) - 1) * pitch + (2 * lanes))]);
        ref float w = ref MemoryMarshal.GetReference(weights);
        Vector<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (int i = 0; i < weights.Length; i += TileChannels)
        {
            Vector<float> x0 = Vector.LoadUnsafe(ref x), x1 = Vector.LoadUnsafe(ref x, (nuint)lanes);
            x = ref Unsafe.Add(ref x, pitch);
            var weight = new Vector<float>(Unsafe.Add(ref w, i));
            (a0, a1) = (FusedMultiplyAdd.Of(weight, x0, a0), FusedMultiplyAdd.Of(weight, x1, a1));
            weight = new Vector<float>(Unsafe.Add(ref w, i + 1));
            (b0, b1) = (FusedMultiplyAdd.Of(weight, x0, b0), FusedMultiplyAdd.Of(weight, x1, b1));
            weight = new Vector<float>(Unsafe.Add(ref w, i + 2));
            (c0, c1) = (FusedMultiplyAdd.Of(weight, x0, c0), FusedMultiplyAdd.Of(weight, x1, c1));
            weight = new Vector<float>(Unsafe.Add(ref w, i + 3));
            (d0, d1) = (FusedMultiplyAdd.Of(weight, x0, d0), FusedMultiplyAdd.Of(weight, x1, d1));
        }
        a0.CopyTo(tile);
        a1.CopyTo(tile[lanes..]);
        b0.CopyTo(tile[(2 * lanes)..]);
        b1.CopyTo(tile[(3 * lanes)..]);
        c0.CopyTo(tile[(4 * lanes)..]);
        c1.CopyTo(tile[(5 * lanes)..]);
        d0.CopyTo(tile[(6 * lanes)..]);
        d1.CopyTo(tile[(7 * lanes)..]);
    }
}
