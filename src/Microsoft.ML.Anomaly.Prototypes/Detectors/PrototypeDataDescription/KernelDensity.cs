using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The Gaussian kernel density of each class's embedded prototypes, all in logarithms, and the score that they make.
/// </summary>
internal sealed partial class KernelDensity
{
    // Below these, M_n and m_n count as equal: there are two classes of one prototype each.
    private const double SmallestLogRange = 1e-6, SmallestRange = 1e-12;

    // exp(80) is far from the largest float, even divided by the smallest range.
    private const double LargestLogRatio = 80;

    private readonly float[] _prototypes;
    private readonly int[] _shots;
    private readonly float[] _logLargest;
    private readonly float[] _logSmallest;
    private readonly double _exponent;

    /// <param name="prototypes">Z, [P, d], class after class.</param>
    /// <param name="shots">kappa_n, the number of prototypes of each class; at least two classes.</param>
    /// <param name="width">d</param>
    /// <param name="bandwidth">w</param>
    /// <param name="score">How the densities make a score.</param>
    public KernelDensity(float[] prototypes, int[] shots, int width, float bandwidth, DensityScore score)
    {
        (_prototypes, _shots, Width, Bandwidth, Score) = (prototypes, shots, width, bandwidth, score);
        _exponent = -1 / (2.0 * bandwidth * bandwidth);
        (_logLargest, _logSmallest) = ForeignRange();
    }

    public int NumberOfClasses => _shots.Length;

    public int NumberOfPrototypes => _prototypes.Length / Width;

    /// <summary>d</summary>
    public int Width { get; }

    /// <summary>w</summary>
    public float Bandwidth { get; }

    public DensityScore Score { get; }

    public ReadOnlySpan<float> Prototypes => _prototypes;

    public ReadOnlySpan<int> Shots => _shots;

    /// <summary>
    /// log D_n(z) = log sum over the prototypes p_j of class n of exp(-|z - f(p_j)|² / (2 w²)), minus log kappa_n. The factor
    /// (2 pi w²)^(-d/2), alike for all classes and far below the smallest float, is left out: it cancels in every score.
    /// </summary>
    /// <param name="z">An embedded row, d values.</param>
    /// <param name="logDensities">Takes one value for each class.</param>
    public void LogDensities(ReadOnlySpan<float> z, Span<float> logDensities)
    {
        int first = 0;
        for (int n = 0; n < _shots.Length; n++)
        {
            logDensities[n] = LogDensity(z, first, _shots[n]);
            first += _shots[n];
        }
    }

    /// <summary>-max_n a_n, where a_n relates D_n to M_n and m_n in the way that <see cref="Score"/> says.</summary>
    public float ScoreOf(ReadOnlySpan<float> logDensities)
    {
        float largest = float.NegativeInfinity;
        for (int n = 0; n < logDensities.Length; n++)
            largest = MathF.Max(largest, Closeness(logDensities[n], n));
        return -largest;
    }

    /// <summary>a_n: 0 where the row is as dense under class n as the most confusable prototype of other classes, above 0 further inside.</summary>
    public float Closeness(float logDensity, int n)
    {
        if (Score == DensityScore.Unscaled)
            return logDensity;
        if (Score == DensityScore.LogDensity)
            return (float)((logDensity - (double)_logLargest[n]) / Math.Max((double)_logLargest[n] - _logSmallest[n], SmallestLogRange));
        // Both divided by M_n: only ratios of densities are representable.
        double density = Math.Exp(Math.Min((double)logDensity - _logLargest[n], LargestLogRatio));
        double range = 1 - Math.Exp((double)_logSmallest[n] - _logLargest[n]);
        return (float)((density - 1) / Math.Max(range, SmallestRange));
    }

    /// <summary>The median distance between prototypes of the same class, or where there are no such pairs, between all prototypes.</summary>
    public static float MedianIntraDistance(ReadOnlySpan<float> prototypes, ReadOnlySpan<int> shots, int width)
    {
        var within = new List<float>();
        var between = new List<float>();
        int first = 0;
        for (int n = 0; n < shots.Length; n++)
        {
            int end = first + shots[n];
            for (int j = 0; j < end; j++)
            {
                for (int k = Math.Max(first, j + 1); k < end; k++)
                {
                    float distance = MathF.Sqrt(Distance.Squared(prototypes.Slice(j * width, width), prototypes.Slice(k * width, width)));
                    (j >= first ? within : between).Add(distance);
                }
            }
            first = end;
        }
        List<float> counted = within.Count > 0 ? within : between;
        counted.Sort();
        return counted[counted.Count / 2];
    }

    // log M_n and log m_n: the largest and the smallest density under class n that a prototype of another class has.
    private (float[] Largest, float[] Smallest) ForeignRange()
    {
        int classes = _shots.Length;
        var largest = Enumerable.Repeat(float.NegativeInfinity, classes).ToArray();
        var smallest = Enumerable.Repeat(float.PositiveInfinity, classes).ToArray();
        var logDensities = new float[classes];
        int prototype = 0;
        for (int own = 0; own < classes; own++)
        {
            for (int shot = 0; shot < _shots[own]; shot++, prototype++)
            {
                LogDensities(_prototypes.AsSpan(prototype * Width, Width), logDensities);
                for (int n = 0; n < classes; n++)
                {
                    if (n == own)
                        continue;
                    largest[n] = MathF.Max(largest[n], logDensities[n]);
                    smallest[n] = MathF.Min(smallest[n], logDensities[n]);
                }
            }
        }
        return (largest, smallest);
    }

    // In one pass: the sum is rescaled whenever a larger exponent turns up.
    private float LogDensity(ReadOnlySpan<float> z, int first, int count)
    {
        double largest = double.NegativeInfinity, sum = 0;
        for (int j = first; j < first + count; j++)
        {
            double exponent = _exponent * Distance.Squared(z, _prototypes.AsSpan(j * Width, Width));
            if (exponent > largest)
            {
                sum = (sum * Math.Exp(largest - exponent)) + 1;
                largest = exponent;
            }
            else
            {
                sum += Math.Exp(exponent - largest);
            }
        }
        return (float)(largest + Math.Log(sum / count));
    }
}
