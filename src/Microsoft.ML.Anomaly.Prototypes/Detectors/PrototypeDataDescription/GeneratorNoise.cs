using System.Runtime.InteropServices;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>zeta, what generators make rows of: independent Gaussian numbers.</summary>
/// <param name="size">How many for a row.</param>
/// <param name="scale">Their standard deviation.</param>
/// <param name="random">The only source of randomness.</param>
/// <param name="device">Where the noise is wanted.</param>
internal sealed class GeneratorNoise(int size, float scale, Random random, torch.Device device)
{
    /// <returns>[rows, size]</returns>
    public torch.Tensor Next(long rows)
    {
        torch.Tensor noise = torch.empty(rows, size, dtype: torch.float32, device: torch.CPU);
        NormalNoise.Fill(MemoryMarshal.Cast<byte, float>(noise.bytes), scale, random);
        return noise.to(device);
    }
}
