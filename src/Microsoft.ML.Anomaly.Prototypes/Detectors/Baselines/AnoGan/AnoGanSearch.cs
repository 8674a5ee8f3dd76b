using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Searches for the code z whose generated row is most like a row x: down the gradient of equation 5,
/// L(z) = (1 - lambda) |x - G(z)|_1 + lambda |f(x) - f(G(z))|_1, by Adam, from the same z for every row.
/// </summary>
internal sealed class AnoGanSearch
{
    /// <summary>The number of steps, their length, lambda.</summary>
    public const int Settings = 3;

    /// <summary>The largest number of steps that there is an option for.</summary>
    public const int MostSteps = 10_000;

    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    private readonly NetworkGradient _generator;
    private readonly NetworkGradient _trunk;
    private readonly int _steps;
    private readonly float _rate;
    private readonly float _share;
    private readonly float[] _start;
    private readonly float[] _code;
    private readonly double[] _means;
    private readonly double[] _squares;
    private readonly float[] _generated;
    private readonly float[] _byGenerated;
    private readonly float[] _features;
    private readonly float[] _byFeatures;

    /// <param name="generator">G</param>
    /// <param name="trunk">f</param>
    /// <param name="start">z at first.</param>
    /// <param name="settings">See <see cref="Settings"/>.</param>
    public AnoGanSearch(FrozenNetwork generator, FrozenNetwork trunk, float[] start, ReadOnlySpan<float> settings)
    {
        _start = start;
        (_generator, _trunk) = (new NetworkGradient(generator), new NetworkGradient(trunk));
        (_steps, _rate, _share) = ((int)settings[0], settings[1], settings[2]);
        (_code, _means, _squares) = (new float[generator.Inputs], new double[generator.Inputs], new double[generator.Inputs]);
        (_generated, _byGenerated) = (new float[trunk.Inputs], new float[trunk.Inputs]);
        (_features, _byFeatures) = (new float[trunk.Outputs], new float[trunk.Outputs]);
    }

    /// <summary>G(z) of the code that the last search has found.</summary>
    public ReadOnlySpan<float> Generated => _generated;

    /// <exception cref="FormatException">They are not what an option may be.</exception>
    public static void Check(ReadOnlySpan<float> settings)
    {
        if (settings is not [>= 1 and <= MostSteps, > 0 and < float.PositiveInfinity, >= 0 and <= 1])
            throw new FormatException("The model's tensor 'search' is out of range.");
    }

    /// <summary>Searches, and gives L(z) in the end.</summary>
    public float Run(ReadOnlySpan<float> row)
    {
        _trunk.Forward(row).CopyTo(_features);
        _start.CopyTo(_code, 0);
        Array.Clear(_means);
        Array.Clear(_squares);
        for (int step = 1; step <= _steps; step++)
        {
            Loss(row, withGradient: true);
            Move(_generator.Backward(_byGenerated), step);
        }
        return Loss(row, withGradient: false);
    }

    /// <summary>L(z) of the code that the last search has found, for another row.</summary>
    public float LossOf(ReadOnlySpan<float> row)
    {
        _trunk.Forward(row).CopyTo(_features);
        return Loss(row, withGradient: false);
    }

    // L(z), and its gradient by G(z).
    private float Loss(ReadOnlySpan<float> row, bool withGradient)
    {
        _generator.Forward(_code).CopyTo(_generated);
        double ofFeatures = AbsoluteDifferences(_trunk.Forward(_generated), _features, _share, _byFeatures);
        double ofRow = AbsoluteDifferences(_generated, row, 1 - _share, _byGenerated);
        if (withGradient && _share > 0)
        {
            ReadOnlySpan<float> byRow = _trunk.Backward(_byFeatures);
            for (int i = 0; i < _byGenerated.Length; i++)
                _byGenerated[i] += byRow[i];
        }
        return (float)(ofRow + ofFeatures);
    }

    // weight |a - b|_1 and its gradient by a.
    private static double AbsoluteDifferences(ReadOnlySpan<float> a, ReadOnlySpan<float> b, float weight, Span<float> gradient)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            float difference = a[i] - b[i];
            sum += Math.Abs(difference);
            gradient[i] = difference > 0 ? weight : difference < 0 ? -weight : 0;
        }
        return weight * sum;
    }

    private void Move(ReadOnlySpan<float> gradient, int step)
    {
        double first = 1 - Math.Pow(Beta1, step), second = 1 - Math.Pow(Beta2, step);
        for (int i = 0; i < _code.Length; i++)
        {
            double g = gradient[i];
            _means[i] = (Beta1 * _means[i]) + ((1 - Beta1) * g);
            _squares[i] = (Beta2 * _squares[i]) + ((1 - Beta2) * g * g);
            _code[i] -= (float)(_rate * (_means[i] / first) / (Math.Sqrt(_squares[i] / second) + Epsilon));
        }
    }
}
