namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>
/// Area under the precision-recall curve by trapezoids. It joins the curve's points by straight lines, though no threshold reaches
/// what lies between them, and so strays from the average precision where anomalies are few; it is here to compare with papers
/// that report it.
/// </summary>
internal static class TrapezoidalPrecisionRecall
{
    /// <summary>
    /// The area under the points (recall, precision) of all thresholds, rows of equal score sharing one, and the end point
    /// (0, 1). NaN where there are no anomalies.
    /// </summary>
    public static double Area(ReadOnlySpan<float> scores, ReadOnlySpan<bool> isAnomaly)
    {
        float[] keys = scores.ToArray();
        bool[] labels = isAnomaly.ToArray();
        Array.Sort(keys, labels);
        double area = 0, previousPrecision = 1;
        int found = 0, previousFound = 0;
        for (int i = keys.Length - 1; i >= 0; i--)
        {
            found += labels[i] ? 1 : 0;
            if (i > 0 && keys[i - 1] == keys[i])
                continue;
            double precision = (double)found / (keys.Length - i);
            area += (found - previousFound) * (precision + previousPrecision) / 2;
            (previousFound, previousPrecision) = (found, precision);
        }
        return area / found;
    }
}
