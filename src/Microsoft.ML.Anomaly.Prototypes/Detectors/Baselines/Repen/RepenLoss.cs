using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The loss of triples.</summary>
internal static class RepenLoss
{
    /// <summary>mean max(0, margin - (|h - h-|² - |h - h+|²))</summary>
    /// <param name="embedded">h and h+ (both unlabelled) and h- (anomalies), one after another, [3 n, r]</param>
    /// <param name="triples">n</param>
    /// <param name="margin">What the difference is to reach.</param>
    /// <returns>[1]</returns>
    public static Tensor Hinge(Tensor embedded, int triples, float margin)
    {
        Tensor anchor = embedded.narrow(0, 0, triples);
        Tensor near = (anchor - embedded.narrow(0, triples, triples)).Squared().sum(1);
        Tensor far = (anchor - embedded.narrow(0, 2 * triples, triples)).Squared().sum(1);
        return (near - far).Plus(margin).relu().mean().unsqueeze(0);
    }
}
