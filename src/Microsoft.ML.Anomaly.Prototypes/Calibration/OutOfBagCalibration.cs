using Microsoft.ML.Anomaly.Prototypes.Model;

namespace Microsoft.ML.Anomaly.Prototypes.Calibration;

/// <summary>
/// P(anomaly | s) = sigmoid(slope logit(s) + intercept) for scores from 0 to 1. The slope is the same for all data; the intercept goes by the
/// share of anomalies among all rows: the labelled ones, and those among the unlabelled rows, whose share is estimated. Scores are out of bag, as
/// new rows would get them.
/// </summary>
internal sealed partial class OutOfBagCalibration(float slope, float intercept) : ScoreCalibration
{
    // Fitted to the test rows of development sets, none of which is in the tables of the documentation.
    private const double UsualSlope = 1.58, UsualIntercept = 0.34;

    // At these quantiles of the labelled anomalies' scores, with this many of them above, the share is bounded by the rows above.
    private static readonly double[] Quantiles = [0.5, 0.75];
    private const int FewestAbove = 3;

    // The usual intercept counts for as much as so many labelled anomalies.
    private const double UsualWeight = 15;

    private const double LargestShift = 6;
    private const int Halvings = 40;

    // The logit is taken of scores no closer to 0 and 1.
    private const double SmallestScore = 0.002;

    public override CalibrationMethod Method => CalibrationMethod.OutOfBag;

    public override float Probability(float score) => float.IsNaN(score) ? float.NaN : (float)Sigmoid((slope * Logit(score)) + intercept);

    /// <param name="unlabelled">Scores of unlabelled rows out of bag.</param>
    /// <param name="labelled">Scores of labelled anomalies out of bag.</param>
    public static OutOfBagCalibration Fit(float[] unlabelled, float[] labelled)
    {
        double[] hiding = Logits(unlabelled), known = Logits(labelled);
        if (hiding.Length == 0 || ShareByLabels(unlabelled, labelled) is not { } byLabels)
            return new OutOfBagCalibration((float)UsualSlope, (float)UsualIntercept);
        double weight = UsualWeight / (UsualWeight + labelled.Length);
        double hidden = Math.Exp((weight * Math.Log(Mean(hiding, UsualIntercept))) + ((1 - weight) * Math.Log(byLabels)));
        // New rows are like all of these together.
        double[] all = [.. hiding, .. known];
        double share = ((hidden * hiding.Length) + known.Length) / all.Length;
        double low = UsualIntercept - LargestShift, high = UsualIntercept + LargestShift;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Mean(all, middle) > share ? (low, middle) : (middle, high);
        }
        return new OutOfBagCalibration((float)UsualSlope, (float)((low + high) / 2));
    }

    private static double[] Logits(float[] scores) => [.. scores.Where(float.IsFinite).Select(score => UsualSlope * Logit(score))];

    private static double Mean(double[] logits, double intercept) => logits.Average(logit => Sigmoid(logit + intercept));

    // Labelled anomalies are like the hidden ones: where half of them score above t, half of the hidden ones do, and these are no more than the
    // unlabelled rows above t.
    private static double? ShareByLabels(float[] unlabelled, float[] labelled)
    {
        float[] rising = [.. labelled.Where(float.IsFinite).Order()];
        float[] scored = [.. unlabelled.Where(float.IsFinite)];
        double? smallest = null;
        foreach (double quantile in Quantiles)
        {
            if (rising.Length == 0)
                break;
            float t = rising[(int)(quantile * rising.Length)];
            int above = rising.Count(score => score >= t);
            if (above < FewestAbove)
                continue;
            // Half a row more: that none is above says little.
            double share = (scored.Count(score => score >= t) + 0.5) / (scored.Length * (double)above / rising.Length);
            smallest = Math.Min(smallest ?? share, share);
        }
        return smallest;
    }

    public override IEnumerable<PayloadTensor> ToTensors(string prefix) => [new($"{prefix}logit", [2], [slope, intercept])];

    public static OutOfBagCalibration FromPayload(ModelPayload payload, string prefix)
    {
        float[] values = payload.Tensor($"{prefix}logit", 2);
        return values.All(float.IsFinite)
            ? new OutOfBagCalibration(values[0], values[1])
            : throw new FormatException("The model is damaged: its calibration is not finite.");
    }

    private static double Logit(float score)
    {
        double s = Math.Clamp(score, SmallestScore, 1 - SmallestScore);
        return Math.Log(s / (1 - s));
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
