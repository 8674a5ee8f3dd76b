using Microsoft.ML.Anomaly.Prototypes.Model;

namespace Microsoft.ML.Anomaly.Prototypes.Calibration;

/// <summary>A function from scores to probabilities that was fitted on labelled rows.</summary>
internal abstract partial class ScoreCalibration
{
    public abstract CalibrationMethod Method { get; }

    /// <summary>The probability that a row of this score is an anomaly; not a number where the score is none.</summary>
    public abstract float Probability(float score);

    /// <summary>What <see cref="FromPayload"/> needs, in tensors whose names start with a prefix.</summary>
    public abstract IEnumerable<PayloadTensor> ToTensors(string prefix);

    /// <param name="method">How to fit.</param>
    /// <param name="scores">Scores, none of which is NaN.</param>
    /// <param name="isAnomaly">For each of them whether the row is an anomaly; both kinds are there.</param>
    public static ScoreCalibration Fit(CalibrationMethod method, float[] scores, bool[] isAnomaly) => method switch
    {
        CalibrationMethod.Platt => PlattCalibration.Fit(scores, isAnomaly),
        CalibrationMethod.Isotonic => IsotonicCalibration.Fit(scores, isAnomaly),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "There is no such method of calibration."),
    };

    /// <exception cref="FormatException">The tensors are missing, or make no sense.</exception>
    public static ScoreCalibration FromPayload(string method, ModelPayload payload, string prefix) => method switch
    {
        nameof(CalibrationMethod.Platt) => PlattCalibration.FromPayload(payload, prefix),
        nameof(CalibrationMethod.OutOfBag) => OutOfBagCalibration.FromPayload(payload, prefix),
        nameof(CalibrationMethod.Isotonic) => IsotonicCalibration.FromPayload(payload, prefix),
        _ => throw new FormatException($"The model is calibrated by the method '{method}', which does not exist."),
    };
}
