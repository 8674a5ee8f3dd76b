using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Weighs the losses of a batch: omega_m = exp(r_m / T) / sum_n exp(r_n / T), where r_m is the loss over its mean in the last epoch.
/// </summary>
internal sealed class DynamicWeightAveraging : IDisposable
{
    // Keeps the ratio finite where a loss has almost vanished.
    private const float SmallestMean = 1e-8f;

    private readonly LossBalancing _balancing;
    private readonly Device _device;
    private readonly float _temperature;
    private Tensor _scale;
    private Tensor _mask;

    public DynamicWeightAveraging(LossBalancing balancing, float temperature, int losses, Device device)
    {
        (_balancing, _temperature, _device) = (balancing, temperature, device);
        (_scale, _mask) = Constants([.. Enumerable.Repeat(1f, losses)]);
    }

    /// <summary>The weighted sum of the losses.</summary>
    /// <param name="losses">[M]</param>
    public Tensor Total(Tensor losses) => _balancing == LossBalancing.Equal ? losses.sum() : dot(Weights(losses), losses);

    /// <summary>omega, [M]; it carries a gradient only where the balancing is differentiable.</summary>
    public Tensor Weights(Tensor losses)
    {
        Tensor values = _balancing == LossBalancing.Differentiable ? losses : losses.detach();
        return (values * _scale).Plus(_mask).softmax(0);
    }

    /// <summary>Takes the means of the losses over the epoch that has ended. A loss whose mean is exactly 0 gets no weight.</summary>
    public void EndEpoch(float[] means)
    {
        Dispose();
        (_scale, _mask) = Constants(means);
    }

    public void Dispose()
    {
        _scale.Dispose();
        _mask.Dispose();
    }

    private (Tensor Scale, Tensor Mask) Constants(float[] means)
    {
        float[] scale = [.. means.Select(mean => 1 / (MathF.Max(mean, SmallestMean) * _temperature))];
        // Where every loss is 0 there is nothing to tell apart.
        bool allZero = means.All(mean => mean == 0);
        float[] mask = [.. means.Select(mean => mean == 0 && !allZero ? float.NegativeInfinity : 0)];
        return (tensor(scale, [scale.Length], device: _device).DetachFromDisposeScope(), tensor(mask, [mask.Length], device: _device).DetachFromDisposeScope());
    }
}
