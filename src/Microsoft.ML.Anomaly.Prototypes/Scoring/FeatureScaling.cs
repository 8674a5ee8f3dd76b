using Microsoft.ML.Anomaly.Prototypes.Model;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// What a detector does to a row before its network sees it: it leaves out the features that were constant in training, and
/// maps the others by (x - offset) * scale. Values beyond the training range are not clipped before they are so large that a network could no
/// longer compute with them: they are what it looks for.
/// </summary>
internal sealed partial class FeatureScaling
{
    private const string ConstantsTensor = "scaling.constants";

    // Squares of such values, and their sums, are still finite.
    private const float LargestValue = 1e12f;

    private readonly int[] _kept;
    private readonly float[] _offset;
    private readonly float[] _scale;

    // The features that were constant in training, in the order of their slots.
    private readonly float[] _constants;

    private FeatureScaling(int inputWidth, int[] kept, float[] offset, float[] scale, float[] constants)
    {
        _constants = constants;
        InputWidth = inputWidth;
        _kept = kept;
        _offset = offset;
        _scale = scale;
    }

    /// <summary>Number of slots of the features column.</summary>
    public int InputWidth { get; }

    /// <summary>Number of features that the network sees.</summary>
    public int OutputWidth => _kept.Length;

    /// <summary>Slots of the features column that the network sees, in rising order.</summary>
    public ReadOnlySpan<int> KeptSlots => _kept;

    /// <summary>Keeps the slots whose minimum and maximum differ.</summary>
    /// <param name="minimum">The smallest training value of each slot.</param>
    /// <param name="maximum">The largest training value of each slot.</param>
    /// <param name="normalize">Whether to map the training range to [0, 1]; otherwise the values stay as they are.</param>
    public static FeatureScaling Create(ReadOnlySpan<float> minimum, ReadOnlySpan<float> maximum, bool normalize)
    {
        float[] values = minimum.ToArray();
        var kept = new List<int>();
        for (int slot = 0; slot < minimum.Length; slot++)
        {
            if (maximum[slot] > minimum[slot])
                kept.Add(slot);
        }
        var offset = new float[kept.Count];
        var scale = new float[kept.Count];
        for (int i = 0; i < offset.Length; i++)
        {
            int slot = kept[i];
            offset[i] = normalize ? minimum[slot] : 0;
            // In double, since the range of two floats can be too large or too small for a float.
            double range = (double)maximum[slot] - minimum[slot];
            scale[i] = normalize ? (float)Math.Clamp(1 / range, float.Epsilon, float.MaxValue) : 1;
        }
        float[] constants = [.. Enumerable.Range(0, minimum.Length).Except(kept).Select(slot => values[slot])];
        return new FeatureScaling(minimum.Length, [.. kept], offset, scale, constants);
    }

    /// <summary>Keeps the slots whose minimum and maximum differ, and maps them by (x - mean) / deviation.</summary>
    /// <param name="minimum">The smallest training value of each slot.</param>
    /// <param name="maximum">The largest training value of each slot.</param>
    /// <param name="mean">What maps to 0, for each slot.</param>
    /// <param name="deviation">What maps to a distance of 1, for each slot; above 0.</param>
    public static FeatureScaling Standardize(
        ReadOnlySpan<float> minimum, ReadOnlySpan<float> maximum, ReadOnlySpan<double> mean, ReadOnlySpan<double> deviation)
    {
        FeatureScaling scaling = Create(minimum, maximum, normalize: false);
        for (int i = 0; i < scaling._kept.Length; i++)
        {
            int slot = scaling._kept[i];
            scaling._offset[i] = (float)mean[slot];
            scaling._scale[i] = (float)Math.Clamp(1 / deviation[slot], float.Epsilon, float.MaxValue);
        }
        return scaling;
    }

    /// <summary>Keeps the slots whose minimum and maximum differ, and maps the training range of each to [-1, 1].</summary>
    /// <param name="minimum">The smallest training value of each slot.</param>
    /// <param name="maximum">The largest training value of each slot.</param>
    public static FeatureScaling CreateSymmetric(ReadOnlySpan<float> minimum, ReadOnlySpan<float> maximum)
    {
        FeatureScaling unit = Create(minimum, maximum, normalize: true);
        // 2 (x - minimum) / range - 1 = (x - middle) 2 / range.
        for (int i = 0; i < unit._kept.Length; i++)
        {
            unit._offset[i] = (float)(((double)minimum[unit._kept[i]] + maximum[unit._kept[i]]) / 2);
            unit._scale[i] = Math.Min(2 * unit._scale[i], float.MaxValue);
        }
        return unit;
    }

    /// <summary>Keeps all slots and maps them alike, so that the range of all of them together becomes [-1, 1]: for pixels.</summary>
    /// <param name="minimum">The smallest training value of each slot.</param>
    /// <param name="maximum">The largest training value of each slot.</param>
    /// <param name="normalize">Whether to map at all.</param>
    public static FeatureScaling CreateForPixels(ReadOnlySpan<float> minimum, ReadOnlySpan<float> maximum, bool normalize)
    {
        float[] low = [float.PositiveInfinity], high = [float.NegativeInfinity];
        for (int slot = 0; slot < minimum.Length; slot++)
            (low[0], high[0]) = (MathF.Min(low[0], minimum[slot]), MathF.Max(high[0], maximum[slot]));
        FeatureScaling pixel = normalize ? CreateSymmetric(low, high) : Create(low, high, normalize: false);
        return new FeatureScaling(
            minimum.Length, [.. Enumerable.Range(0, minimum.Length)], [.. Enumerable.Repeat(pixel._offset[0], minimum.Length)],
            [.. Enumerable.Repeat(pixel._scale[0], minimum.Length)], []);
    }

    /// <summary>Keeps all slots, and maps pixels so that their background becomes 0 and the range of all of them together is 1 long.</summary>
    /// <param name="minimum">The smallest training value of each slot.</param>
    /// <param name="maximum">The largest training value of each slot.</param>
    /// <param name="background">The background of each channel; all slots of a channel stand together.</param>
    /// <param name="normalize">Whether to change that range.</param>
    public static FeatureScaling CreateForPixels(ReadOnlySpan<float> minimum, ReadOnlySpan<float> maximum, float[] background, bool normalize)
    {
        FeatureScaling scaling = CreateForPixels(minimum, maximum, normalize);
        for (int i = 0; i < scaling._offset.Length; i++)
        {
            scaling._offset[i] = background[i / (scaling._offset.Length / background.Length)];
            scaling._scale[i] /= normalize ? 2 : 1;
        }
        return scaling;
    }

    /// <summary>What lengths along the features become for the network.</summary>
    /// <param name="lengths">One for each slot of the features column.</param>
    /// <returns>One for each feature that the network sees.</returns>
    public float[] ScaleLengths(ReadOnlySpan<double> lengths)
    {
        var scaled = new float[_kept.Length];
        for (int i = 0; i < scaled.Length; i++)
            scaled[i] = (float)Math.Min(lengths[_kept[i]] * _scale[i], float.MaxValue);
        return scaled;
    }

    public void Apply(ReadOnlySpan<float> features, Span<float> scaled)
    {
        for (int i = 0; i < _kept.Length; i++)
            scaled[i] = Scaled(i, features);
    }

    /// <summary>The row that is scaled to the given one, with what the constant features were in training.</summary>
    public float[] Invert(ReadOnlySpan<float> scaled)
    {
        var features = new float[InputWidth];
        int next = 0, constant = 0;
        for (int slot = 0; slot < features.Length; slot++)
        {
            bool isKept = next < _kept.Length && _kept[next] == slot;
            features[slot] = isKept ? (scaled[next] / _scale[next]) + _offset[next] : _constants[constant++];
            next += isKept ? 1 : 0;
        }
        return features;
    }

    /// <summary>Scales one row into its place in a block.</summary>
    public void Apply(ReadOnlySpan<float> features, RowBlock scaled, int row)
    {
        Span<float> values = scaled.Values;
        for (int i = 0; i < _kept.Length; i++)
            values[(i * RowBlock.Rows) + row] = Scaled(i, features);
    }

    private float Scaled(int i, ReadOnlySpan<float> features) =>
        Math.Clamp((features[_kept[i]] - _offset[i]) * _scale[i], -LargestValue, LargestValue);

    public IEnumerable<PayloadTensor> ToTensors() =>
    [
        new("scaling.kept", [_kept.Length], [.. _kept.Select(slot => (float)slot)]),
        new("scaling.offset", [_offset.Length], _offset),
        new("scaling.scale", [_scale.Length], _scale),
        new(ConstantsTensor, [_constants.Length], _constants),
    ];

    /// <exception cref="FormatException">The tensors are missing or don't fit the width.</exception>
    public static FeatureScaling FromPayload(ModelPayload payload, int inputWidth, int outputWidth)
    {
        float[] kept = payload.Tensor("scaling.kept", outputWidth);
        for (int i = 0; i < kept.Length; i++)
        {
            if (!(kept[i] >= (i == 0 ? 0 : kept[i - 1] + 1) && kept[i] < inputWidth) || kept[i] != MathF.Floor(kept[i]))
                throw new FormatException($"The model keeps a feature {kept[i]} that a vector of {inputWidth} cannot have there.");
        }
        return new FeatureScaling(
            inputWidth, [.. kept.Select(slot => (int)slot)], payload.Tensor("scaling.offset", outputWidth), payload.Tensor("scaling.scale", outputWidth),
            payload.Tensor(ConstantsTensor, inputWidth - outputWidth));
    }
}
