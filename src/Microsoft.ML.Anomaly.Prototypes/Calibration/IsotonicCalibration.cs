using Microsoft.ML.Anomaly.Prototypes.Model;

namespace Microsoft.ML.Anomaly.Prototypes.Calibration;

/// <summary>
/// The rising function with the smallest squared error: pools of neighbouring scores, each with its share of anomalies. It is linear
/// between two pools, and constant beyond the outermost scores.
/// </summary>
internal sealed partial class IsotonicCalibration : ScoreCalibration
{
    // The first and the last score of each pool, and its share of anomalies.
    private readonly float[] _scores;
    private readonly float[] _probabilities;

    private IsotonicCalibration(float[] scores, float[] probabilities) => (_scores, _probabilities) = (scores, probabilities);

    public override CalibrationMethod Method => CalibrationMethod.Isotonic;

    public override float Probability(float score)
    {
        if (float.IsNaN(score))
            return float.NaN;
        int above = Array.BinarySearch(_scores, score);
        if (above >= 0)
            return _probabilities[above];
        above = ~above;
        if (above == 0)
            return _probabilities[0];
        if (above == _scores.Length)
            return _probabilities[^1];
        double share = ((double)score - _scores[above - 1]) / ((double)_scores[above] - _scores[above - 1]);
        return (float)(_probabilities[above - 1] + (share * ((double)_probabilities[above] - _probabilities[above - 1])));
    }

    public static IsotonicCalibration Fit(float[] scores, bool[] isAnomaly)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderBy(i => scores[i])];
        var pools = new Stack<Pool>();
        foreach (int i in order)
        {
            var pool = new Pool(scores[i], scores[i], isAnomaly[i] ? 1 : 0, 1);
            // Equal scores have one probability; a pool whose share is not above that of the one before is pooled with it.
            while (pools.TryPeek(out Pool before) && (before.Last == pool.First || before.Share >= pool.Share))
            {
                pools.Pop();
                pool = new Pool(before.First, pool.Last, before.Anomalies + pool.Anomalies, before.Rows + pool.Rows);
            }
            pools.Push(pool);
        }
        var ends = new List<(float Score, float Probability)>();
        foreach (Pool pool in pools.Reverse())
        {
            ends.Add((pool.First, (float)pool.Share));
            if (pool.Last > pool.First)
                ends.Add((pool.Last, (float)pool.Share));
        }
        return new IsotonicCalibration([.. ends.Select(e => e.Score)], [.. ends.Select(e => e.Probability)]);
    }

    public override IEnumerable<PayloadTensor> ToTensors(string prefix) =>
        [new($"{prefix}scores", [_scores.Length], _scores), new($"{prefix}probabilities", [_probabilities.Length], _probabilities)];

    public static IsotonicCalibration FromPayload(ModelPayload payload, string prefix)
    {
        float[] scores = payload.Vector($"{prefix}scores");
        float[] probabilities = payload.Tensor($"{prefix}probabilities", scores.Length);
        bool valid = scores.Length > 0 && float.IsFinite(scores[0]) && float.IsFinite(scores[^1]) && probabilities[0] >= 0 && probabilities[^1] <= 1;
        for (int i = 1; i < scores.Length; i++)
            valid &= scores[i] > scores[i - 1] && probabilities[i] >= probabilities[i - 1];
        return valid
            ? new IsotonicCalibration(scores, probabilities)
            : throw new FormatException("The model is damaged: its calibration does not rise.");
    }

    private readonly record struct Pool(float First, float Last, int Anomalies, int Rows)
    {
        public double Share => (double)Anomalies / Rows;
    }
}
