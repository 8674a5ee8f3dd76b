using System.Globalization;
using ProtoAnomaly.Tool.CommandLine;

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

    /// <exception cref="ToolException">The value has no meaning.</exception>
    public float Read(string value)
    {
        value = value.Trim();
        if (AnomalyValues.Count > 0)
            return AnomalyValues.Contains(value) ? Anomaly : Unlabelled;
        if (MissingValue.Is(value) || UnlabelledWords.Contains(value, StringComparer.OrdinalIgnoreCase))
            return Unlabelled;
        if (AnomalyWords.Contains(value, StringComparer.OrdinalIgnoreCase))
            return Anomaly;
        if (float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out float number))
            return number > 0 ? Anomaly : number < 0 ? Normal : Unlabelled;
        throw new ToolException($"The label column '{Column}' has the value '{value}'. Say which values are anomalies: --anomaly VALUE.");
    }
}
