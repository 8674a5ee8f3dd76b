using System.Numerics;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Range checks of options; each error names the option and what it may be.</summary>
internal static class OptionCheck
{
    public static void AtLeast<T>(T value, T minimum, string option)
        where T : INumber<T>
    {
        if (!(value >= minimum) || !T.IsFinite(value))
            throw new ArgumentOutOfRangeException(option, value, $"The option {option} must be a finite number, at least {minimum}.");
    }

    public static void Above<T>(T value, T bound, string option)
        where T : INumber<T>
    {
        if (!(value > bound) || !T.IsFinite(value))
            throw new ArgumentOutOfRangeException(option, value, $"The option {option} must be a finite number above {bound}.");
    }

    public static void Between<T>(T value, T minimum, T maximum, string option)
        where T : INumber<T>
    {
        if (!(value >= minimum && value <= maximum))
            throw new ArgumentOutOfRangeException(option, value, $"The option {option} must be from {minimum} to {maximum}.");
    }

    public static void Defined<T>(T value, string option)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            throw new ArgumentOutOfRangeException(option, value, $"The option {option} must be one of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    public static void Flags<T>(T value, T all, string option, bool noneIsValid = false)
        where T : struct, Enum
    {
        int bits = Convert.ToInt32(value, null), known = Convert.ToInt32(all, null);
        if ((bits & ~known) != 0 || (bits == 0 && !noneIsValid))
            throw new ArgumentOutOfRangeException(option, value, $"The option {option} must combine some of {string.Join(", ", Enum.GetValues<T>().Where(flag => (Convert.ToInt32(flag, null) & ~known) == 0))}.");
    }

    public static void NeedsNoAnomalies(AnomalyThreshold threshold, string option)
    {
        if (threshold.NeedsAnomalies)
            throw new ArgumentOutOfRangeException(option, threshold, $"The option {option} can't be {threshold}, which needs labelled anomalies: this trainer sees none. Use Contamination or Fixed.");
    }

    public static void Named(string value, string option)
    {
        if (string.IsNullOrWhiteSpace(value))
            throw new ArgumentException($"The option {option} must name a column.", option);
    }
}
