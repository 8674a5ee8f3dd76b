using Microsoft.ML.Anomaly.Prototypes.Model;

namespace Microsoft.ML.Anomaly.Prototypes.Calibration;

/// <summary>P(anomaly | s) = sigmoid(slope logit(s) + intercept), for scores from 0 to 1.</summary>
internal sealed class OutOfBagCalibration(float slope, float intercept) : ScoreCalibration
{
    // The logit is taken of scores no closer to 0 and 1.
    private const double SmallestScore = 0.002;

    public override CalibrationMethod Method => CalibrationMethod.OutOfBag;

    public override float Probability(float score)
    {
        double s = Math.Clamp(score, SmallestScore, 1 - SmallestScore);
        return (float)(1 / (1 + Math.Exp(-(slope * Math.Log(s / (1 - s))) - intercept)));
    }

    public override IEnumerable<PayloadTensor> ToTensors(string prefix) => [new($"{prefix}logit", [2], [slope, intercept])];

    public static OutOfBagCalibration FromPayload(ModelPayload payload, string prefix)
    {
        float[] values = payload.Tensor($"{prefix}logit", 2);
        return values.All(float.IsFinite)
            ? new OutOfBagCalibration(values[0], values[1])
            : throw new FormatException("The model is damaged: its calibration is not finite.");
    }
}
