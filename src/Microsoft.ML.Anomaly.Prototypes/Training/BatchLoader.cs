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
        var values = new float[rowNumbers.Length * scaling.OutputWidth];
        for (int i = 0; i < rowNumbers.Length; i++)
            scaling.Apply(rows[rowNumbers[i]], values.AsSpan(i * scaling.OutputWidth, scaling.OutputWidth));
        return torch.tensor(values, [rowNumbers.Length, scaling.OutputWidth], device: device);
    }
}
