using System.Runtime.InteropServices;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Gathers rows, scales them, and hands them to torch as one tensor.</summary>
internal sealed class BatchLoader(FeatureRows rows, FeatureScaling scaling, torch.Device device)
{
    /// <summary>The rows with the given numbers, in that order.</summary>
    /// <returns>[n, D]</returns>
    public torch.Tensor Load(ReadOnlySpan<int> rowNumbers)
    {
        int width = scaling.OutputWidth;
        // Written where torch will read it: an array for each batch would be garbage faster than the collector has reason to look.
        torch.Tensor batch = torch.empty(rowNumbers.Length, width, dtype: torch.float32, device: torch.CPU);
        Span<float> values = MemoryMarshal.Cast<byte, float>(batch.bytes);
        for (int i = 0; i < rowNumbers.Length; i++)
            scaling.Apply(rows[rowNumbers[i]], values.Slice(i * width, width));
        return batch.to(device);
    }
}
