using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>zeta, what generators make rows of: independent Gaussian numbers.</summary>
/// <param name="size">How many for a row.</param>
/// <param name="scale">Their standard deviation.</param>
/// <param name="random">The only source of randomness.</param>
/// <param name="device">Where the noise is wanted.</param>
internal sealed class GeneratorNoise(int size, float scale, Random random, Device device) : IDisposable
{
    private readonly DeviceNoise _noise = new(random, device);

    /// <returns>[rows, size]</returns>
    public Tensor Next(long rows) => _noise.Next(rows, size).TimesInPlace(scale);

    public void Dispose() => _noise.Dispose();
}
