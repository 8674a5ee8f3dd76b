using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Equation 4 of the paper: the mean of s(a, x) + s(x, u) over known anomalies a and unlabelled rows u. As the head is linear,
/// s(l, r) = v·phi(l) + w·phi(r) + b, the partners add a constant, and the score is (v + w)·phi(x) and that constant: one network.
/// </summary>
internal static class PReNetScore
{
    /// <param name="network">phi</param>
    /// <param name="head">One linear layer, [v, w] and b.</param>
    /// <param name="training">Where partners come from.</param>
    /// <param name="maximumPartners">The largest number of partners of each kind.</param>
    public static FrozenNetwork Fold(Network network, Network head, BaselineTraining training, int maximumPartners)
    {
        DenseLayer layer = ((DenseEmbeddingLayer)head.Freeze().Layers.Single()).Layer;
        int width = network.Outputs;
        float[] left = layer.Weight[..width].ToArray(), right = layer.Weight[width..].ToArray();
        Random random = training.Seeds.Shots;
        double constant = (2 * layer.Bias[0]) + Mean(training.Rows.Anomalies, left) + Mean(training.Rows.Unlabelled, right);
        var sum = new DenseLayer([.. left.Zip(right, (v, w) => v + w)], [(float)constant]);
        return new FrozenNetwork([.. network.Freeze().Layers, new DenseEmbeddingLayer(sum, LayerActivation.None)]);

        double Mean(int[] rows, float[] weight)
        {
            int[] partners = RowSample.Take(rows, maximumPartners, random);
            return training.DeviceRows.Map(partners, network.Forward).Chunk(width)
                .Average(embedded => embedded.Zip(weight, (value, factor) => (double)value * factor).Sum());
        }
    }
}
