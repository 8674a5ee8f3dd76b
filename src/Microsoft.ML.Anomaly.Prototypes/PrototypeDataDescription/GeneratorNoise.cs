using System.Runtime.InteropServices;
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
        Span<float> values = MemoryMarshal.Cast<byte, float>(noise.bytes);
        // Box and Muller: two independent normal numbers out of two uniform ones.
        for (int i = 0; i < values.Length; i += 2)
        {
            float radius = scale * MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle()));
            (float sine, float cosine) = MathF.SinCos(2 * MathF.PI * random.NextSingle());
            values[i] = radius * sine;
            if (i + 1 < values.Length)
                values[i + 1] = radius * cosine;
        }
        return noise.to(device);
    }
}
