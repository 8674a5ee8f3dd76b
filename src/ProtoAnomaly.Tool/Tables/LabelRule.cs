using System.Globalization;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>What the values of the label column mean.</summary>
/// <param name="Column">The label column.</param>
/// <param name="AnomalyValues">
/// The values that mark anomalies, all others being unlabelled; none takes the usual words, and numbers: above 0 an anomaly, 0 unlabelled,
/// below 0 known to be normal.
/// </param>
internal sealed record LabelRule(string Column, IReadOnlyList<string> AnomalyValues)
{
    /// <summary>Values of the label as the trainers take it.</summary>
    public const float Anomaly = 1, Unlabelled = 0, Normal = -1;

    private static readonly string[] AnomalyWords = ["true", "yes", "y", "t", "anomaly", "anomalous", "outlier", "abnormal"];
    private static readonly string[] UnlabelledWords = ["false", "no", "n", "f", "unlabelled", "unlabeled", "unknown", "normal", "inlier"];

    /// <summary>The label as the trainers take it; null where the value has no meaning.</summary>
    public float? Read(string value)
    {
        if (AnomalyValues.Count > 0)
            return AnomalyValues.Any(anomaly => IsSame(anomaly, value)) ? Anomaly : Unlabelled;
        if (MissingValue.Is(value) || UnlabelledWords.Contains(value, StringComparer.OrdinalIgnoreCase))
            return Unlabelled;
        if (AnomalyWords.Contains(value, StringComparer.OrdinalIgnoreCase))
            return Anomaly;
        return Number(value) is { } number ? (number > 0 ? Anomaly : number < 0 ? Normal : Unlabelled) : null;
    }

    /// <summary>Whether two ways to write a value are the same: 1 and 1.0 are.</summary>
    public static bool IsSame(string one, string other) => one == other || (Number(one) is { } number && Number(other) == number);

    /// <summary>The value as a number; null where it is none.</summary>
    public static double? Number(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
}
