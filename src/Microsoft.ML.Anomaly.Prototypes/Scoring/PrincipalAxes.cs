namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// Rotates rows into their principal components, from the one with the largest variance on, and keeps the energy of what lies outside of
/// those that are taken.
/// </summary>
internal sealed partial class PrincipalAxes
{
    private readonly WideLayer _rotation;

    /// <param name="axes">V, [R, D], of orthogonal rows of length 1</param>
    /// <param name="mean">m, [D]</param>
    /// <param name="outsideVariance">What a unit of outside energy is: the mean variance of the discarded components, with an allowance.</param>
    public PrincipalAxes(float[] axes, float[] mean, float outsideVariance)
    {
        (Axes, Mean, OutsideVariance) = (axes, mean, outsideVariance);
        var shift = new float[Count];
        for (int r = 0; r < shift.Length; r++)
        {
            double sum = 0;
            for (int d = 0; d < mean.Length; d++)
                sum -= (double)axes[(r * mean.Length) + d] * mean[d];
            shift[r] = (float)sum;
        }
        _rotation = new WideLayer(axes, shift);
    }

    public float[] Axes { get; }

    public float[] Mean { get; }

    public float OutsideVariance { get; }

    /// <summary>R, the number of components.</summary>
    public int Count => Axes.Length / Mean.Length;

    /// <summary>The length of a rotated row.</summary>
    public int PaddedCount => _rotation.PaddedOutputs;

    /// <param name="x">The rows, [rows, D]</param>
    /// <param name="rows">Their number.</param>
    /// <param name="rotated">Receives V (x - m), [rows, <see cref="PaddedCount"/>]</param>
    /// <param name="outside">Receives 0 where all components are kept, otherwise (|x - m|^2 - |V (x - m)|^2) / outside variance for each row.</param>
    public void Rotate(ReadOnlySpan<float> x, int rows, Span<float> rotated, Span<float> outside)
    {
        int d = Mean.Length;
        _rotation.Forward(x, d, rotated, PaddedCount, rows, 1);
        outside[..rows].Clear();
        if (Count == d)
            return;
        for (int row = 0; row < rows; row++)
        {
            float total = 0, inside = 0;
            ReadOnlySpan<float> features = x.Slice(row * d, d);
            for (int i = 0; i < features.Length; i++)
                total += (features[i] - Mean[i]) * (features[i] - Mean[i]);
            foreach (float value in rotated.Slice(row * PaddedCount, Count))
                inside += value * value;
            outside[row] = MathF.Max(total - inside, 0) / OutsideVariance;
        }
    }

    /// <summary>V' r + m</summary>
    public void RotateBack(ReadOnlySpan<float> rotated, Span<float> x)
    {
        Mean.CopyTo(x);
        for (int r = 0; r < Count; r++)
        {
            for (int d = 0; d < Mean.Length; d++)
                x[d] += rotated[r] * Axes[(r * Mean.Length) + d];
        }
    }
}
