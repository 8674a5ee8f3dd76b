using System;
using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>What a normalizer learns of each slot. Missing values are left out, zeros of sparse vectors are not.</summary>
internal abstract class NormalizerStatistics<T>(int size)
    where T : struct, IBinaryFloatingPointIeee754<T>
{
    protected readonly long[] Counts = new long[size];

    public int Size => size;

    protected long Rows { get; private set; }

    public void Add(in VBuffer<T> value)
    {
        Rows++;
        ReadOnlySpan<T> values = value.GetValues();
        ReadOnlySpan<int> indices = value.GetIndices();
        for (int i = 0; i < values.Length; i++)
            Add(value.IsDense ? i : indices[i], values[i]);
    }

    protected abstract void Add(int slot, T value);

    /// <summary>Accounts for the zeros that the rows did not spell out.</summary>
    public abstract void Finish();

    protected abstract (T Scale, T Offset) ScaleOf(int slot, bool fixZero);

    public NormalizerFunction ToAffine(bool fixZero, bool isVector)
    {
        var scales = new T[size];
        var offsets = new T[size];
        for (int i = 0; i < size; i++)
            (scales[i], offsets[i]) = ScaleOf(i, fixZero);
        return new AffineFunction<T>(scales, offsets, isVector);
    }

    // A scale of zero maps all finite values to zero: such a slot holds no information.
    protected static (T Scale, T Offset) Affine(T scale, T offset) => scale == T.Zero ? (T.Zero, T.Zero) : (scale, offset);
}

/// <summary>The smallest and the largest value of each slot.</summary>
internal sealed class RangeStatistics<T> : NormalizerStatistics<T>
    where T : struct, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _minimum;
    private readonly T[] _maximum;

    public RangeStatistics(int size)
        : base(size)
    {
        Array.Fill(_minimum = new T[size], T.PositiveInfinity);
        Array.Fill(_maximum = new T[size], T.NegativeInfinity);
    }

    protected override void Add(int slot, T value)
    {
        Counts[slot]++;
        Extend(slot, value);
    }

    public override void Finish()
    {
        for (int i = 0; i < Size; i++)
            if (Counts[i] < Rows)
                Extend(i, T.Zero);
    }

    private void Extend(int slot, T value)
    {
        if (_maximum[slot] < value)
            _maximum[slot] = value;
        if (_minimum[slot] > value)
            _minimum[slot] = value;
    }

    protected override (T Scale, T Offset) ScaleOf(int slot, bool fixZero)
    {
        T minimum = _minimum[slot], maximum = _maximum[slot];
        if (!(maximum > minimum))
            return (T.Zero, T.Zero);
        return fixZero
            ? (T.One / T.Max(T.Abs(maximum), T.Abs(minimum)), T.Zero)
            : Affine(T.One / (maximum - minimum), minimum);
    }
}

/// <summary>Mean and sum of squared deviations of each slot, updated row by row after Welford.</summary>
internal sealed class MomentStatistics<T>(int size) : NormalizerStatistics<T>(size)
    where T : struct, IBinaryFloatingPointIeee754<T>
{
    private readonly double[] _mean = new double[size];
    private readonly double[] _squares = new double[size];
    private readonly long[] _missing = new long[size];

    // Zeros are only added in the end, whether spelt out or not.
    protected override void Add(int slot, T value)
    {
        if (value == T.Zero)
            return;
        if (!T.IsFinite(value))
        {
            _missing[slot]++;
            return;
        }
        Counts[slot]++;
        double number = double.CreateChecked(value);
        double delta = number - _mean[slot];
        _mean[slot] += delta / Counts[slot];
        _squares[slot] += delta * (number - _mean[slot]);
    }

    public override void Finish()
    {
        for (int i = 0; i < Size; i++)
        {
            long zeros = Rows - _missing[i] - Counts[i];
            if (zeros == 0)
                continue;
            Counts[i] += zeros;
            double delta = -_mean[i];
            _mean[i] += delta * zeros / Counts[i];
            _squares[i] += delta * -_mean[i] * zeros;
        }
    }

    protected override (T Scale, T Offset) ScaleOf(int slot, bool fixZero)
    {
        if (_squares[slot] == 0)
            return (T.Zero, T.Zero);
        double variance = _squares[slot] / Counts[slot];
        return fixZero
            ? (T.One / T.CreateTruncating(Math.Sqrt(variance + _mean[slot] * _mean[slot])), T.Zero)
            : Affine(T.One / T.CreateTruncating(Math.Sqrt(variance)), T.CreateTruncating(_mean[slot]));
    }

    public NormalizerFunction ToCumulativeNormal(bool isVector)
    {
        var means = new T[Size];
        var deviations = new T[Size];
        for (int i = 0; i < Size; i++)
        {
            if (_squares[i] == 0)
                continue;
            means[i] = T.CreateTruncating(_mean[i]);
            deviations[i] = T.CreateTruncating(Math.Sqrt(_squares[i] / Counts[i]));
        }
        return new CumulativeNormalFunction<T>(means, deviations, isVector);
    }
}
