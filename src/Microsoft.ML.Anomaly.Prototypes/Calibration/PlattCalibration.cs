using Microsoft.ML.Anomaly.Prototypes.Model;

namespace Microsoft.ML.Anomaly.Prototypes.Calibration;

/// <summary>
/// P(anomaly | s) = sigmoid(slope (s - centre) + intercept). Fitted by Newton's method with backtracking as in Lin, Lin, Weng: "A note
/// on Platt's probabilistic outputs for support vector machines", 2007.
/// </summary>
internal sealed partial class PlattCalibration : ScoreCalibration
{
    private const int MaximumIterations = 100;
    private const double SmallestStep = 1e-10;
    private const double Ridge = 1e-12;
    private const double GradientTolerance = 1e-9;

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
        double[] x = [.. scores.Select(s => (s - centre) / unit)];
        int anomalies = isAnomaly.Count(a => a), normals = isAnomaly.Length - anomalies;
        // Platt's targets: as if one more row of each kind had been seen.
        double high = (anomalies + 1.0) / (anomalies + 2.0), low = 1 / (normals + 2.0);
        double[] targets = [.. isAnomaly.Select(a => a ? high : low)];
        (double slope, double intercept) = Newton(x, targets, Math.Log((anomalies + 1.0) / (normals + 1.0)));
        return new PlattCalibration((float)centre, (float)(slope / unit), (float)intercept);
    }

    public override IEnumerable<PayloadTensor> ToTensors(string prefix) => [new($"{prefix}platt", [3], [_centre, _slope, _intercept])];

    public static PlattCalibration FromPayload(ModelPayload payload, string prefix)
    {
        float[] values = payload.Tensor($"{prefix}platt", 3);
        return values.All(float.IsFinite)
            ? new PlattCalibration(values[0], values[1], values[2])
            : throw new FormatException("The model is damaged: its calibration is not finite.");
    }

    private static (double Slope, double Intercept) Newton(double[] x, double[] targets, double intercept)
    {
        double slope = 0, loss = Loss(x, targets, slope, intercept);
        for (int iteration = 0; iteration < MaximumIterations; iteration++)
        {
            double h11 = Ridge, h22 = Ridge, h21 = 0, g1 = 0, g2 = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double p = Sigmoid((slope * x[i]) + intercept), weight = p * (1 - p), residual = p - targets[i];
                h11 += weight * x[i] * x[i];
                h21 += weight * x[i];
                h22 += weight;
                g1 += residual * x[i];
                g2 += residual;
            }
            if (Math.Abs(g1) < GradientTolerance && Math.Abs(g2) < GradientTolerance)
                break;
            double determinant = (h11 * h22) - (h21 * h21);
            double stepSlope = ((h21 * g2) - (h22 * g1)) / determinant, stepIntercept = ((h21 * g1) - (h11 * g2)) / determinant;
            double descent = (g1 * stepSlope) + (g2 * stepIntercept), size = 1;
            for (; size >= SmallestStep; size /= 2)
            {
                double next = Loss(x, targets, slope + (size * stepSlope), intercept + (size * stepIntercept));
                if (next < loss + (1e-4 * size * descent))
                {
                    (slope, intercept, loss) = (slope + (size * stepSlope), intercept + (size * stepIntercept), next);
                    break;
                }
            }
            if (size < SmallestStep)
                break;
        }
        return (slope, intercept);
    }

    // The cross-entropy, in a form that does not overflow.
    private static double Loss(double[] x, double[] targets, double slope, double intercept)
    {
        double loss = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double logit = (slope * x[i]) + intercept;
            loss += Math.Max(logit, 0) - (targets[i] * logit) + Math.Log(1 + Math.Exp(-Math.Abs(logit)));
        }
        return loss;
    }

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));
}
