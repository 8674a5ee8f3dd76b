using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

internal static class TensorValues
{
    /// <summary>A copy of the tensor's values in row-major order.</summary>
    public static float[] ToArray(torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return tensor.detach().cpu().contiguous().data<float>().ToArray();
    }
}
