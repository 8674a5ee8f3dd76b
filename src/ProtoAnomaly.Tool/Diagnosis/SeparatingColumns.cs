using System.Globalization;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Diagnosis;

/// <summary>Columns that alone tell the labelled anomalies from the other rows: found too easily, they are often made from the label.</summary>
internal static class SeparatingColumns
{
    private const double Suspicious = 0.99;
    private const int FewestAnomalies = 5;

    /// <returns>Each such column with its area under the ROC curve.</returns>
    public static IEnumerable<(string Column, double Area)> Find(TrainingTable table)
    {
        if (table.Labels.Count(label => label == LabelRule.Anomaly) < FewestAnomalies)
            yield break;
        bool[] isAnomaly = [.. table.Labels.Select(label => label == LabelRule.Anomaly)];
        int feature = 0;
        foreach (FeatureColumn column in table.Features.Features)
        {
            double area = table.Features.Numbers(feature) is { } numbers ? Area(numbers, isAnomaly) : Area(ShareOfAnomalies(table.Features.Texts(feature)!, isAnomaly), isAnomaly);
            area = Math.Max(area, 1 - area);
            if (area >= Suspicious)
                yield return (column.Name, area);
            feature++;
        }
    }

    // What each category says by itself; of its own row nothing, or each rare category would separate.
    private static float[] ShareOfAnomalies(IReadOnlyList<string> texts, bool[] isAnomaly)
    {
        Dictionary<string, (int All, int Anomalies)> counts = texts.Zip(isAnomaly).GroupBy(pair => pair.First)
            .ToDictionary(group => group.Key, group => (group.Count(), group.Count(pair => pair.Second)));
        double overall = (double)isAnomaly.Count(is_ => is_) / isAnomaly.Length;
        return [.. texts.Zip(isAnomaly, (text, is_) =>
        {
            (int all, int anomalies) = counts[text];
            return (float)((anomalies - (is_ ? 1 : 0) + overall) / all);
        })];
    }

    // The share of pairs in which the anomaly has the higher value; ties count half, and missing values are left out.
    private static double Area(IReadOnlyList<float> values, bool[] isAnomaly)
    {
        (float Value, bool IsAnomaly)[] rows = [.. values.Zip(isAnomaly).Where(row => !float.IsNaN(row.First)).OrderBy(row => row.First)];
        double below = 0, pairs = 0;
        long others = 0, anomalies = rows.LongCount(row => row.IsAnomaly);
        foreach (IGrouping<float, (float, bool IsAnomaly)> ties in rows.GroupBy(row => row.Value))
        {
            long tiedAnomalies = ties.LongCount(row => row.IsAnomaly), tiedOthers = ties.LongCount() - tiedAnomalies;
            below += tiedAnomalies * (others + (0.5 * tiedOthers));
            others += tiedOthers;
        }
        pairs = (double)anomalies * others;
        return pairs == 0 ? 0.5 : below / pairs;
    }
}
