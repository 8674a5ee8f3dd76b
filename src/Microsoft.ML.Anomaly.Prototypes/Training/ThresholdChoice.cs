using System.Globalization;
using Microsoft.ML.Anomaly.Prototypes.Calibration;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Chooses a trained model's threshold by its scores.</summary>
internal static class ThresholdChoice
{
    /// <param name="threshold">How to choose.</param>
    /// <param name="model">The trained model.</param>
    /// <param name="features">All rows.</param>
    /// <param name="anomalies">Numbers of the labelled anomalies to choose on.</param>
    /// <param name="unlabelled">Numbers of the unlabelled rows to choose on.</param>
    /// <param name="reporter">Is told what was chosen.</param>
    public static float Choose(
        AnomalyThreshold threshold, PrototypeModel model, FeatureRows features, ArraySegment<int> anomalies, ArraySegment<int> unlabelled,
        TrainingReporter reporter)
    {
        if (!threshold.NeedsScores)
            return threshold.Choose([], []);
        RowScorer scorer = model.CreateRowScorer();
        var scores = new float[anomalies.Count + unlabelled.Count];
        int i = 0;
        foreach (int row in anomalies.Concat(unlabelled))
        {
            scorer.Run(features[row]);
            scores[i++] = scorer.Score;
        }
        return Choose(threshold, scores, [.. scores.Select((_, j) => j < anomalies.Count)], null, reporter);
    }

    /// <param name="threshold">How to choose.</param>
    /// <param name="scores">Scores of training rows, of which those that are NaN don't count.</param>
    /// <param name="isAnomaly">For each whether it is a labelled anomaly.</param>
    /// <param name="calibration">Makes probabilities of them; null where nothing can.</param>
    /// <param name="reporter">Is told what was chosen.</param>
    public static float Choose(
        AnomalyThreshold threshold, float[] scores, bool[] isAnomaly, ScoreCalibration? calibration, TrainingReporter reporter)
    {
        bool[] isScored = [.. scores.Select(score => !float.IsNaN(score))];
        isAnomaly = [.. isAnomaly.Where((_, i) => isScored[i])];
        scores = [.. scores.Where(score => !float.IsNaN(score))];
        float chosen = threshold.Choose(scores, isAnomaly, calibration);
        reporter.Info(string.Create(CultureInfo.InvariantCulture, $"Threshold {chosen:G6} by {threshold}."));
        return chosen;
    }
}
