using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Minimises a loss over <see cref="FlatParameters"/>, which must live as long.</summary>
internal abstract class FlatOptimizer(FlatParameters parameters) : IDisposable
{
    /// <summary>The length that gradients are shortened to; 0 leaves them as they are.</summary>
    public float MaximumGradientNorm { get; init; }

    /// <summary>One step down a loss.</summary>
    public void Minimize(Tensor loss)
    {
        parameters.ClearGradients();
        loss.backward();
        Step();
    }

    /// <summary>
    /// One step down a loss that other parameters take part in too, which get no gradient by it.
    /// </summary>
    public void MinimizeAlone(Tensor loss)
    {
        parameters.ClearGradients();
        loss.backward(inputs: parameters.Parameters);
        Step();
    }

    /// <summary>One step along the gradients as they are.</summary>
    public void Step()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        if (MaximumGradientNorm > 0)
            Shorten(parameters.Gradients);
        Update(parameters.Values, parameters.Gradients);
    }

    public abstract void Dispose();

    /// <summary>Changes the weights; gradients may be changed too.</summary>
    protected abstract void Update(Tensor values, Tensor gradients);

    // g *= min(1, limit / (|g| + 1e-6)), as torch's clip_grad_norm_; without reading the norm back.
    private void Shorten(Tensor gradients)
    {
        Tensor length = gradients.norm().Plus(1e-6f);
        gradients.mul_(length.reciprocal().Times(MaximumGradientNorm).AtMost(1));
    }
}
