namespace ProtoAnomaly.Tool.Evaluation;

/// <summary>What every threshold would do: the points of the precision-recall and of the ROC curve.</summary>
internal static class RankingCurves
{
    /// <param name="Threshold">Rows with at least this score count as anomalies.</param>
    /// <param name="TruePositives">Anomalies among them.</param>
    /// <param name="FalsePositives">Others among them.</param>
    public readonly record struct Point(float Threshold, int TruePositives, int FalsePositives);

    /// <summary>One point for each distinct score, from the highest down.</summary>
    public static IReadOnlyList<Point> Of(float[] scores, bool[] isAnomaly)
    {
        float[] keys = [.. scores];
        bool[] labels = [.. isAnomaly];
        Array.Sort(keys, labels);
        var points = new List<Point>();
        int found = 0, wrong = 0;
        for (int i = keys.Length - 1; i >= 0; i--)
        {
            if (labels[i])
                found++;
            else
                wrong++;
            if (i == 0 || keys[i - 1] != keys[i])
                points.Add(new Point(keys[i], found, wrong));
        }
        return points;
    }
}
