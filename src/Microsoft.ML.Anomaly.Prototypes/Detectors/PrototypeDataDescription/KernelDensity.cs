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

    // Added to r², whose root would be infinitely steep at 0.
    private const float RoundedSquare = 1e-3f;

    private const int MaximumFitted = 1500;
    private const float SmallestLogDensity = -60;

    private readonly float[] _prototypes;
    private readonly int[] _shots;
    private readonly float[] _logLargest;
    private readonly float[] _logSmallest;
    private readonly float[] _ownDistances;
    private readonly double _exponent;

    /// <param name="prototypes">Z, [P, d], class after class.</param>
    /// <param name="shots">kappa_n, the number of prototypes of each class; at least two classes.</param>
    /// <param name="width">d</param>
    /// <param name="bandwidth">w</param>
    /// <param name="score">How the densities make a score.</param>
    /// <param name="ambiguityWeight">gamma, with <see cref="DensityScore.OwnMembers"/>; from 0 to less than 1.</param>
    public KernelDensity(float[] prototypes, int[] shots, int width, float bandwidth, DensityScore score, float ambiguityWeight = 0)
    {
        (_prototypes, _shots, Width, Bandwidth, Score, AmbiguityWeight) = (prototypes, shots, width, bandwidth, score, ambiguityWeight);
        _exponent = -1 / (2.0 * bandwidth * bandwidth);
        (_logLargest, _logSmallest) = score is DensityScore.LogDensity or DensityScore.PaperLinear ? ForeignRange() : ([], []);
        _ownDistances = score == DensityScore.OwnMembers ? OwnDistances() : [];
    }

    public int NumberOfClasses => _shots.Length;

    public int NumberOfPrototypes => _prototypes.Length / Width;

    /// <summary>d</summary>
    public int Width { get; }

    /// <summary>w</summary>
    public float Bandwidth { get; }

    public DensityScore Score { get; }

    /// <summary>gamma</summary>
    public float AmbiguityWeight { get; }

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

    /// <summary>
    /// -max_n a_n, where a_n relates D_n to what <see cref="Score"/> says. With an ambiguity weight gamma, the second largest a_n counts the other way
    /// round: gamma times it is added.
    /// </summary>
    public float ScoreOf(ReadOnlySpan<float> logDensities)
    {
        float largest = float.NegativeInfinity, second = float.NegativeInfinity;
        for (int n = 0; n < logDensities.Length; n++)
        {
            float closeness = Closeness(logDensities[n], n);
            second = MathF.Max(second, MathF.Min(largest, closeness));
            largest = MathF.Max(largest, closeness);
        }
        return AmbiguityWeight > 0 ? (AmbiguityWeight * second) - largest : -largest;
    }

    /// <summary>a_n: 0 where the row is as dense under class n as the most confusable prototype of other classes, above 0 further inside.</summary>
    public float Closeness(float logDensity, int n)
    {
        if (Score == DensityScore.Unscaled)
            return logDensity;
        if (Score == DensityScore.OwnMembers)
            return _ownDistances[n] - EquivalentDistance(logDensity);
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

    /// <summary>log D_n at a prototype of class n, of which all others make D_n; 0, what it is to itself, where there are none.</summary>
    /// <param name="prototype">The number of the prototype.</param>
    /// <param name="first">The number of the first prototype of its class.</param>
    /// <param name="count">kappa_n</param>
    public float LogDensityLeftOut(int prototype, int first, int count) =>
        count == 1 ? 0 : LogDensity(_prototypes.AsSpan(prototype * Width, Width), first, count, except: prototype);

    /// <summary>
    /// How well the density fits its prototypes: the mean of log D_n over them, each left out of its class, with the factor that depends on
    /// the bandwidth. Very small densities count as if they were larger: a row that is far from all others must not decide alone.
    /// </summary>
    public double LeaveOneOutFit()
    {
        double sum = 0;
        int step = Math.Max(1, NumberOfPrototypes / MaximumFitted), counted = 0, first = 0;
        for (int n = 0; n < _shots.Length; n++)
        {
            for (int j = first; j < first + _shots[n]; j++)
            {
                if (j % step != 0 || _shots[n] == 1)
                    continue;
                sum += Math.Max(LogDensityLeftOut(j, first, _shots[n]), SmallestLogDensity) - (Width * Math.Log(Bandwidth));
                counted++;
            }
            first += _shots[n];
        }
        return counted > 0 ? sum / counted : 0;
    }

    // r(log t_n), with t_n the median of the densities under class n that its own prototypes have. A class of one has none: what is usual elsewhere
    // stands in.
    private float[] OwnDistances()
    {
        var typical = new float[_shots.Length];
        int first = 0;
        for (int n = 0; n < _shots.Length; n++)
        {
            float[] own = [.. Enumerable.Range(first, _shots[n]).Select(j => LogDensityLeftOut(j, first, _shots[n]))];
            own.Sort();
            typical[n] = EquivalentDistance(own[own.Length / 2]);
            first += _shots[n];
        }
        float[] known = [.. typical.Where((_, n) => _shots[n] > 1).Order()];
        return [.. typical.Select((distance, n) => _shots[n] > 1 || known.Length == 0 ? distance : known[known.Length / 2])];
    }

    // r, in units of w: how far a single prototype would be that makes such a density.
    private static float EquivalentDistance(float logDensity) => MathF.Sqrt(MathF.Max(-2 * logDensity, 0) + RoundedSquare);

    // In one pass: the sum is rescaled whenever a larger exponent turns up.
    private float LogDensity(ReadOnlySpan<float> z, int first, int count, int except = -1)
    {
        double largest = double.NegativeInfinity, sum = 0;
        for (int j = first; j < first + count; j++)
        {
            if (j == except)
                continue;
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
        return (float)(largest + Math.Log(sum / (except < 0 ? count : count - 1)));
    }
}
