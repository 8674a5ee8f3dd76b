using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes.Calibration;

/// <summary>
/// P(anomaly | s) = sigmoid(slope (s - centre) + intercept). ML.NET fits it, with Platt's targets: as if one more row of each kind had been seen.
/// </summary>
internal sealed partial class PlattCalibration : ScoreCalibration
{
    private readonly float _centre;
    private readonly float _slope;
    private readonly float _intercept;

    private PlattCalibration(float centre, float slope, float intercept) => (_centre, _slope, _intercept) = (centre, slope, intercept);

    public override CalibrationMethod Method => CalibrationMethod.Platt;

    public override float Probability(float score) => (float)Sigmoid((_slope * ((double)score - _centre)) + _intercept);

    public static PlattCalibration Fit(float[] scores, bool[] isAnomaly)
    {
        // Standardised scores make the problem well-conditioned, whatever their unit.
        double centre = scores.Average(s => (double)s);
        double deviation = Math.Sqrt(scores.Average(s => (s - centre) * (s - centre)));
        double unit = deviation > 0 ? deviation : 1;
        IHostEnvironment host = new MLContext();
        var trainer = new PlattCalibratorTrainer(host);
        for (int i = 0; i < scores.Length; i++)
            ((ICalibratorTrainer)trainer).ProcessTrainingExample((float)((scores[i] - centre) / unit), isAnomaly[i], 1);
        using IChannel channel = host.Start(nameof(PlattCalibration));
        var fitted = (PlattCalibrator)((ICalibratorTrainer)trainer).FinishTraining(channel);
        // ML.NET's exponent has the opposite sign.
        return new PlattCalibration((float)centre, (float)(-fitted.Slope / unit), (float)-fitted.Offset);
    }

    public override IEnumerable<PayloadTensor> ToTensors(string prefix) => [new($"{prefix}platt", [3], [_centre, _slope, _intercept])];

    public static PlattCalibration FromPayload(ModelPayload payload, string prefix)
    {
        float[] values = payload.Tensor($"{prefix}platt", 3);
        return values.All(float.IsFinite)
            ? new PlattCalibration(values[0], values[1], values[2])
            : throw new FormatException("The model is damaged: its calibration is not finite.");
    }

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));
}
