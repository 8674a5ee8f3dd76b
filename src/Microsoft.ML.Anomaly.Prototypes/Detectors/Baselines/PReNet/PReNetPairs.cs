using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// How a batch of pairs is made up: a quarter of two labelled anomalies, a quarter of an anomaly and an unlabelled row, in this order, the
/// rest of two unlabelled rows.
/// </summary>
/// <param name="count">The number of pairs, at least 4.</param>
internal sealed class PReNetPairs(int count)
{
    /// <summary>The ordinal targets of section 3.2: c1, c2 and c3.</summary>
    public const float TwoAnomalies = 8, OneAnomaly = 4, NoAnomaly = 0;

    /// <summary>The number of pairs with two anomalies, and of those with one.</summary>
    public int Quarter => count / 4;

    public int Count => count;

    /// <summary>[pairs]</summary>
    public Tensor Targets(Device device) => tensor(
        [
            .. Enumerable.Repeat(TwoAnomalies, Quarter), .. Enumerable.Repeat(OneAnomaly, Quarter), .. Enumerable.Repeat(NoAnomaly, count - (2 * Quarter)),
        ],
        device: device);

    /// <summary>Draws the left rows of all pairs and then their right rows, each with replacement: one labelled anomaly will do.</summary>
    public Func<int[]> Batches(TrainingRows rows, Random random) => () =>
    {
        int[] Draw(int[] from, int length) => random.GetItems(from, length);
        return
        [
            .. Draw(rows.Anomalies, 2 * Quarter), .. Draw(rows.Unlabelled, count - (2 * Quarter)),
            .. Draw(rows.Anomalies, Quarter), .. Draw(rows.Unlabelled, count - Quarter),
        ];
    };
}
