using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Gaussian noise on the inputs of a network, another one each time that a row is shown.</summary>
/// <param name="deviation">Its standard deviation along each feature, as the network sees them.</param>
/// <param name="random">The only source of randomness.</param>
internal sealed class InputNoise(float[] deviation, Random random)
{
    private readonly RowNoise _noise = new(1, random);
    private int _shown;

    /// <summary>Noise whose standard deviation is <paramref name="scale"/> of Scott's bandwidths, n^(-1/(D + 4)) standard deviations.</summary>
    public static InputNoise Create(float scale, TrainingRows rows, FeatureScaling scaling, Random random)
    {
        double unit = scale * Math.Pow(rows.Unlabelled.Length, -1.0 / (scaling.OutputWidth + 4));
        return new InputNoise(scaling.ScaleLengths([.. FeatureMoments.Measure(rows).Deviation.Select(deviation => unit * deviation)]), random);
    }

    /// <param name="values">A row as the network sees it.</param>
    public void AddTo(Span<float> values) => _noise.AddTo(values, _shown++, deviation);
}
