using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Gaussian noise on the inputs of a network, another one each time that a row is shown.</summary>
internal sealed class InputNoise : IDisposable
{
    private readonly DeviceNoise _noise;
    private readonly Tensor _deviation;

    /// <param name="deviation">Its standard deviation along each feature, as the network sees them.</param>
    /// <param name="random">The only source of randomness.</param>
    /// <param name="device">Where noise is wanted.</param>
    public InputNoise(float[] deviation, Random random, Device device)
    {
        _noise = new DeviceNoise(random, device);
        _deviation = tensor(deviation, [deviation.Length], device: device).DetachFromDisposeScope();
    }

    /// <summary>Noise whose standard deviation is <paramref name="scale"/> of Scott's bandwidths, n^(-1/(D + 4)) standard deviations.</summary>
    public static InputNoise Create(float scale, TrainingRows rows, FeatureScaling scaling, Random random, Device device)
    {
        double unit = scale * Math.Pow(rows.Unlabelled.Length, -1.0 / (scaling.OutputWidth + 4));
        return new InputNoise(scaling.ScaleLengths([.. FeatureMoments.Measure(rows).Deviation.Select(deviation => unit * deviation)]), random, device);
    }

    /// <param name="x">Rows as the network sees them, [n, D].</param>
    /// <returns>The rows with noise, [n, D].</returns>
    public Tensor AddTo(Tensor x) => x.PlusProduct(_noise.Next(x.shape[0], x.shape[1]), _deviation);

    public void Dispose()
    {
        _noise.Dispose();
        _deviation.Dispose();
    }
}
