using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes;

public abstract partial class PrototypeModel
{
    /// <summary>The scorer as ONNX operations.</summary>
    /// <param name="features">All slots of the features column, [n, features].</param>
    /// <exception cref="NotSupportedException">The detector has no such form.</exception>
    internal virtual OnnxScores ToOnnx(OnnxValue features) => throw WithoutOnnxForm();

    private protected NotSupportedException WithoutOnnxForm() => new($"A {GetType().Name} cannot be exported to ONNX: this detector has no ONNX form.");
}
