using System.Globalization;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Diagnosis;

/// <summary>Columns that alone tell the labelled anomalies from the other rows: found too easily, they are often made from the label.</summary>
internal static class SeparatingColumns
{
    private const double Suspicious = 0.99;
    private const int FewestAnomalies = 5;

    // Of the rows, each judged by the others; none is without an anomaly.
    private const int Parts = FewestAnomalies;

    /// <returns>Each such column with its area under the ROC curve.</returns>
    public static IEnumerable<(string Column, double Area)> Find(TrainingTable table)
    {
        if (table.Labels.Count(label => label == LabelRule.Anomaly) < FewestAnomalies)
            yield break;
        bool[] isAnomaly = [.. table.Labels.Select(label => label == LabelRule.Anomaly)];
        int feature = 0;
        foreach (FeatureColumn column in table.Features.Features)
        {
            double area = table.Features.Numbers(feature) is { } numbers ? AreaOfNumbers(numbers, isAnomaly) : AreaOfCategories(table.Features.Texts(feature)!, isAnomaly);
            if (area >= Suspicious)
                yield return (column.Name, area);
            feature++;
        }
    }

    private static double AreaOfNumbers(IReadOnlyList<float> numbers, bool[] isAnomaly)
    {
        double area = Area(numbers, isAnomaly);
        return Math.Max(area, 1 - area);
    }

    // By the share of anomalies that each category has among other rows than those that are judged: a row's own label must not count, nor must a
    // category say less of its anomalies because they are missing elsewhere. So rows are dealt out to parts, and compared within each.
    private static double AreaOfCategories(IReadOnlyList<string> texts, bool[] isAnomaly)
    {
        int[] partOf = Deal(isAnomaly);
        double overall = (double)isAnomaly.Count(is_ => is_) / isAnomaly.Length;
        double[] areas = [.. Enumerable.Range(0, Parts).Select(part =>
        {
            Dictionary<string, (int All, int Anomalies)> others = Enumerable.Range(0, texts.Count).Where(row => partOf[row] != part).GroupBy(row => texts[row])
                .ToDictionary(group => group.Key, group => (group.Count(), group.Count(row => isAnomaly[row])));
            int[] judged = [.. Enumerable.Range(0, texts.Count).Where(row => partOf[row] == part)];
            float[] shares = [.. judged.Select(row => others.GetValueOrDefault(texts[row])).Select(count => (float)((count.Anomalies + overall) / (count.All + 1)))];
            return Area(shares, [.. judged.Select(row => isAnomaly[row])]);
        })];
        return areas.Average();
    }

    // The anomalies one after another, and so the others.
    private static int[] Deal(bool[] isAnomaly)
    {
        var partOf = new int[isAnomaly.Length];
        (int anomalies, int others) = (0, 0);
        for (int row = 0; row < partOf.Length; row++)
            partOf[row] = (isAnomaly[row] ? anomalies++ : others++) % Parts;
        return partOf;
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
