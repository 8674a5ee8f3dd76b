using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Stochastic gradient descent with momentum, by the same steps as torch's.</summary>
internal sealed class FlatSgd : FlatOptimizer
{
    private readonly float _rate;
    private readonly float _momentum;
    private readonly float _weightDecay;
    private readonly Tensor? _velocity;

    /// <param name="parameters">What to train.</param>
    /// <param name="learningRate">The length of a step.</param>
    /// <param name="momentum">The share of its velocity that a step keeps.</param>
    /// <param name="weightDecay">How strongly the squares of the weights add to the loss.</param>
    public FlatSgd(FlatParameters parameters, float learningRate, float momentum = 0, float weightDecay = 0)
        : base(parameters)
    {
        (_rate, _momentum, _weightDecay) = (learningRate, momentum, weightDecay);
        // The first velocity is the first gradient, as 0 kept in part is 0.
        _velocity = momentum > 0 ? zeros_like(parameters.Values).DetachFromDisposeScope() : null;
    }

    protected override void Update(Tensor values, Tensor gradients)
    {
        if (_weightDecay != 0)
            gradients.PlusInPlace(values, _weightDecay);
        _velocity?.TimesInPlace(_momentum).PlusInPlace(gradients);
        values.PlusInPlace(_velocity ?? gradients, -_rate);
    }

    public override void Dispose() => _velocity?.Dispose();
}
