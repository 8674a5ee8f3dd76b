using System.Runtime.InteropServices;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Gathers rows, scales them, and hands them to torch as one tensor.</summary>
internal sealed class BatchLoader(FeatureRows rows, FeatureScaling scaling, torch.Device device)
{
    /// <summary>The rows with the given numbers, in that order.</summary>
    /// <param name="rowNumbers">Row numbers.</param>
    /// <param name="noise">What is added to each row; null for nothing.</param>
    /// <returns>[n, D]</returns>
    public torch.Tensor Load(ReadOnlySpan<int> rowNumbers, InputNoise? noise = null)
    {
        int width = scaling.OutputWidth;
        // Written where torch will read it: an array for each batch would be garbage faster than the collector has reason to look.
        torch.Tensor batch = torch.empty(rowNumbers.Length, width, dtype: torch.float32, device: torch.CPU);
        Span<float> values = MemoryMarshal.Cast<byte, float>(batch.bytes);
        for (int i = 0; i < rowNumbers.Length; i++)
        {
            Span<float> row = values.Slice(i * width, width);
            scaling.Apply(rows[rowNumbers[i]], row);
            noise?.AddTo(row);
        }
        return batch.to(device);
    }
}
