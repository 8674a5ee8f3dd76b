using Microsoft.ML.Anomaly.Prototypes.Calibration;
using Microsoft.ML.Anomaly.Prototypes.Metrics;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>How a trainer chooses the score from which on a row counts as an anomaly (PredictedLabel is true).</summary>
public abstract class AnomalyThreshold
{
    private protected AnomalyThreshold()
    {
    }

    /// <summary>A given score.</summary>
    /// <param name="value">The threshold: any finite number, in the units of the trainer's Score column.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is not finite.</exception>
    public static AnomalyThreshold Fixed(float value) => float.IsFinite(value)
        ? new FixedThreshold(value)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A threshold is a finite number.");

    /// <summary>The score that the given share of the unlabelled training rows exceeds.</summary>
    /// <param name="fraction">The expected share of anomalies among the unlabelled rows, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is out of its range.</exception>
    public static AnomalyThreshold Contamination(double fraction) => fraction is > 0 and < 1
        ? new ContaminationThreshold(fraction)
        : throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The expected share of anomalies lies above 0 and below 1.");

    /// <summary>
    /// The score with the largest F1 in telling labelled anomalies from unlabelled rows: among the rows held out of the training
    /// where the trainer holds some out, else among the training rows.
    /// </summary>
    public static AnomalyThreshold BestF1 { get; } = new MeritThreshold("BestF1", (p, r) => p + r == 0 ? 0 : 2 * p * r / (p + r));

    /// <summary>
    /// The score with the largest expected F1, by what the trainer estimates for its rows: the probability of each to be an anomaly, were its
    /// label not known. The fewer anomalies there are among them, the higher. No labels are needed beside those of the training. Valid with trainers that give a
    /// column Probability from the start, and with detectors that have one.
    /// </summary>
    public static AnomalyThreshold ExpectedF1 { get; } = new ExpectedF1Threshold();

    /// <summary>
    /// Of the thresholds with at least the given precision in telling labelled anomalies from other rows, the one with the largest
    /// recall; where none reaches it, the one with the largest precision. In training the rows are those of <see cref="BestF1"/>.
    /// </summary>
    /// <param name="precision">The share of anomalies among the rows that are called so, above 0 and at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="precision"/> is out of its range.</exception>
    public static AnomalyThreshold Precision(double precision) => precision is > 0 and <= 1
        ? new MeritThreshold($"Precision({precision})", (p, r) => p >= precision ? 2 + r : p)
        : throw new ArgumentOutOfRangeException(nameof(precision), precision, "A precision lies above 0 and is at most 1.");

    /// <summary>
    /// Of the thresholds with at least the given recall of labelled anomalies, the one with the largest precision. In training the rows
    /// are those of <see cref="BestF1"/>.
    /// </summary>
    /// <param name="recall">The share of the anomalies that are called so, above 0 and at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="recall"/> is out of its range.</exception>
    public static AnomalyThreshold Recall(double recall) => recall is > 0 and <= 1
        ? new MeritThreshold($"Recall({recall})", (p, r) => r >= recall ? 2 + p : r)
        : throw new ArgumentOutOfRangeException(nameof(recall), recall, "A recall lies above 0 and is at most 1.");

    /// <param name="scores">Scores of the rows that the threshold is chosen on.</param>
    /// <param name="isAnomaly">For each of them whether it is a labelled anomaly.</param>
    /// <param name="calibration">Makes probabilities of scores; null where nothing can, which only <see cref="NeedsProbabilities"/> minds.</param>
    internal abstract float Choose(float[] scores, bool[] isAnomaly, ScoreCalibration? calibration = null);

    /// <summary>Whether <see cref="Choose"/> needs a calibration.</summary>
    internal virtual bool NeedsProbabilities => false;

    /// <summary>Whether <see cref="Choose"/> looks at scores at all.</summary>
    internal virtual bool NeedsScores => true;

    /// <summary>Whether <see cref="Choose"/> needs labelled anomalies.</summary>
    internal virtual bool NeedsAnomalies => false;

    private sealed class FixedThreshold(float value) : AnomalyThreshold
    {
        internal override bool NeedsScores => false;

        internal override float Choose(float[] scores, bool[] isAnomaly, ScoreCalibration? calibration) => value;

        public override string ToString() => $"Fixed({value})";
    }

    private sealed class ContaminationThreshold(double fraction) : AnomalyThreshold
    {
        internal override float Choose(float[] scores, bool[] isAnomaly, ScoreCalibration? calibration)
        {
            float[] unlabelled = [.. scores.Where((_, i) => !isAnomaly[i])];
            Array.Sort(unlabelled);
            int anomalies = (int)Math.Round(fraction * unlabelled.Length);
            // PredictedLabel is "above", so the threshold is the highest score that stays normal.
            return unlabelled[Math.Clamp(unlabelled.Length - anomalies - 1, 0, unlabelled.Length - 1)];
        }

        public override string ToString() => $"Contamination({fraction})";
    }

    // F1 of the rows above a threshold, of which as many are anomalies as their probabilities add up to: 2 sum(p above) / (rows above + sum(p)).
    private sealed class ExpectedF1Threshold : AnomalyThreshold
    {
        internal override bool NeedsProbabilities => true;

        internal override float Choose(float[] scores, bool[] isAnomaly, ScoreCalibration? calibration)
        {
            ArgumentNullException.ThrowIfNull(calibration);
            float[] falling = [.. scores.OrderDescending()];
            // Where nothing can be told: where an anomaly is as likely as not.
            if (falling.Length == 0)
                return 0.5f;
            double[] probabilities = [.. falling.Select(score => (double)calibration.Probability(score))];
            double all = probabilities.Sum(), above = 0, best = -1;
            float threshold = falling[0];
            for (int i = 0; i < falling.Length; i++)
            {
                above += probabilities[i];
                // Equal scores can't be parted.
                if (i + 1 < falling.Length && falling[i + 1] == falling[i])
                    continue;
                double merit = 2 * above / (i + 1 + all);
                if (merit <= best)
                    continue;
                // Half way to the next one, since new rows are not the old ones.
                (best, threshold) = (merit, i + 1 < falling.Length ? (falling[i] + falling[i + 1]) / 2 : MathF.BitDecrement(falling[i]));
            }
            return threshold;
        }

        public override string ToString() => nameof(ExpectedF1);
    }

    // The highest threshold with the largest merit, a figure of precision and recall.
    private sealed class MeritThreshold(string name, Func<double, double, double> merit) : AnomalyThreshold
    {
        internal override bool NeedsAnomalies => true;

        internal override float Choose(float[] scores, bool[] isAnomaly, ScoreCalibration? calibration) =>
            MathF.BitDecrement(RankingMetrics.Best(scores, isAnomaly, merit).Threshold);

        public override string ToString() => name;
    }
}
