namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Which unlabelled rows round 2 takes for anomalies, by what round 1 says of them out of bag.</summary>
internal static class SelfTraining
{
    // P(hidden anomaly) as a function of the score; fitted to development sets, none of which is in the tables of the README.
    private const double Slope = 1.56, Intercept = 0.67;

    private const double SmallestScore = 0.002;

    // At most ten times as many as there are labelled anomalies, and no more than 15 % of the unlabelled rows.
    private const int LargestRatio = 10;
    private const double LargestShare = 0.15;

    /// <summary>The probability that an unlabelled row with this score is an anomaly.</summary>
    public static double Posterior(double score)
    {
        double s = Math.Clamp(score, SmallestScore, 1 - SmallestScore);
        return 1 / (1 + Math.Exp(-(Slope * Math.Log(s / (1 - s))) - Intercept));
    }

    /// <param name="scores">What round 1 says of each unlabelled row, from 0 to 1.</param>
    /// <param name="labelled">The number of labelled anomalies.</param>
    /// <param name="probability">From which probability on a row is taken for an anomaly.</param>
    /// <returns>
    /// Their numbers, the most probable first, and weights: the probabilities, scaled down where together they would weigh more than the
    /// labelled anomalies.
    /// </returns>
    public static (int[] Rows, float[] Weights) Promote(float[] scores, int labelled, double probability)
    {
        int most = (int)Math.Min((double)LargestRatio * labelled, LargestShare * scores.Length);
        double[] posterior = [.. scores.Select(score => Posterior(score))];
        int[] rows = [.. Enumerable.Range(0, scores.Length).Where(row => posterior[row] >= probability).OrderByDescending(row => posterior[row]).Take(most)];
        double sum = rows.Sum(row => posterior[row]), scale = sum > labelled ? labelled / sum : 1;
        return (rows, [.. rows.Select(row => (float)(scale * posterior[row]))]);
    }
}
