namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>How wide the Gaussian kernels of the densities are.</summary>
public readonly record struct KernelBandwidth
{
    private readonly Kind _kind;
    private readonly float _value;

    private KernelBandwidth(Kind kind, float value) => (_kind, _value) = (kind, value);

    private enum Kind
    {
        Auto,
        Absolute,
        RelativeToMedianIntra,
        LeaveOneOut,
    }

    /// <summary>
    /// 0.6 times the median distance between prototypes of the same class after <see cref="EmbeddingPretraining.Rotations"/>,
    /// <see cref="LeaveOneOut"/> after <see cref="EmbeddingPretraining.Whitening"/>, else a quarter of that distance.
    /// </summary>
    public static KernelBandwidth Auto => default;

    /// <summary>
    /// The one of several fractions of the median distance between prototypes of the same class under which the densities fit the rows that they are
    /// made of best, each left out in turn.
    /// </summary>
    public static KernelBandwidth LeaveOneOut { get; } = new(Kind.LeaveOneOut, 0);

    /// <summary>w itself, in units of distances between embedded rows. The paper has 10.</summary>
    /// <param name="value">w, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is out of its range.</exception>
    public static KernelBandwidth Absolute(float value) => new(Kind.Absolute, Checked(value));

    /// <summary>
    /// w = c times the median distance between prototypes of the same class after training, so that it fits any embedding. Where no class
    /// has two prototypes, the median distance between classes stands in.
    /// </summary>
    /// <param name="factor">c, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is out of its range.</exception>
    public static KernelBandwidth RelativeToMedianIntra(float factor) => new(Kind.RelativeToMedianIntra, Checked(factor));

    /// <summary>"Auto", "LeaveOneOut", "Absolute(10)" or "RelativeToMedianIntra(0.25)".</summary>
    public override string ToString() =>
        _kind is Kind.Auto or Kind.LeaveOneOut ? _kind.ToString() : FormattableString.Invariant($"{_kind}({_value})");

    /// <summary>The same, with what it is after a pre-training in place of Auto.</summary>
    internal KernelBandwidth After(EmbeddingPretraining pretraining) => _kind != Kind.Auto ? this : pretraining switch
    {
        EmbeddingPretraining.Rotations => RelativeToMedianIntra(0.6f),
        EmbeddingPretraining.Whitening => LeaveOneOut,
        _ => RelativeToMedianIntra(0.25f),
    };

    /// <summary>w</summary>
    /// <param name="medianIntraDistance">Measures the median distance between prototypes of the same class.</param>
    /// <param name="fit">Measures how well a bandwidth fits, the larger the better.</param>
    internal float Of(Func<float> medianIntraDistance, Func<float, double> fit)
    {
        if (_kind == Kind.Absolute)
            return _value;
        float median = medianIntraDistance();
        return _kind == Kind.LeaveOneOut
            ? Factors.Select(factor => Math.Max(factor * median, SmallestWidth)).MaxBy(fit)
            : Math.Max(_value * median, SmallestWidth);
    }

    private static readonly float[] Factors = [0.05f, 0.1f, 0.2f, 0.35f, 0.6f, 1];

    // Prototypes that coincide leave no distance to measure by.
    private const float SmallestWidth = 1e-6f;

    private static float Checked(float value) => value > 0 && float.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A bandwidth is a finite number above 0.");
}
