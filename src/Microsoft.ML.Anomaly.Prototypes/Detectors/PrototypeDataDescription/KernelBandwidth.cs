namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>How wide the Gaussian kernels of the densities are.</summary>
public readonly record struct KernelBandwidth
{
    private readonly bool _isAbsolute;
    private readonly float _value;

    private KernelBandwidth(bool isAbsolute, float value) => (_isAbsolute, _value) = (isAbsolute, value);

    /// <summary>w itself, in units of distances between embedded rows. The paper has 10.</summary>
    /// <param name="value">w, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is out of its range.</exception>
    public static KernelBandwidth Absolute(float value) => new(true, Checked(value));

    /// <summary>
    /// w = c times the median distance between prototypes of the same class after training, so that it fits any embedding. Where no class
    /// has two prototypes, the median distance between classes stands in.
    /// </summary>
    /// <param name="factor">c, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is out of its range.</exception>
    public static KernelBandwidth RelativeToMedianIntra(float factor) => new(false, Checked(factor));

    /// <summary>"Absolute(10)" or "RelativeToMedianIntra(0.25)".</summary>
    public override string ToString() => FormattableString.Invariant($"{(_isAbsolute ? nameof(Absolute) : nameof(RelativeToMedianIntra))}({_value})");

    // The struct's default has no width.
    internal bool IsValid => _value > 0;

    internal float Of(Func<float> medianIntraDistance) => _isAbsolute ? _value : Math.Max(_value * medianIntraDistance(), SmallestWidth);

    // Prototypes that coincide leave no distance to measure by.
    private const float SmallestWidth = 1e-6f;

    private static float Checked(float value) => value > 0 && float.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A bandwidth is a finite number above 0.");
}
