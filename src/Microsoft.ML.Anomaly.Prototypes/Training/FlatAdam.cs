using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// Adam, by the same steps as torch's. Kingma and Ba: "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1; with
/// decoupled weight decay Loshchilov and Hutter: "Decoupled weight decay regularization", ICLR 2019, algorithm 2.
/// </summary>
internal sealed class FlatAdam : FlatOptimizer
{
    private const double Epsilon = 1e-8;

    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _weightDecay;
    private readonly bool _isDecoupled;

    // The means of the gradients and of their squares, and room for what the former are divided by.
    private readonly Tensor _mean;
    private readonly Tensor _square;
    private readonly Tensor _divisor;

    // Held, not made anew at each step: see ScalarOperations.
    private readonly Tensor _oneMinusBeta1;
    private int _steps;

    /// <param name="parameters">What to train.</param>
    /// <param name="learningRate">The length of a step.</param>
    /// <param name="beta1">The share of the mean of the gradients that a step keeps.</param>
    /// <param name="beta2">The share of the mean of their squares that a step keeps.</param>
    /// <param name="weightDecay">How strongly weights are drawn to 0.</param>
    /// <param name="isDecoupled">Whether the weights themselves decay (AdamW), or their squares are part of the loss (Adam).</param>
    public FlatAdam(
        FlatParameters parameters, double learningRate, double beta1 = 0.9, double beta2 = 0.999, double weightDecay = 0, bool isDecoupled = false)
        : base(parameters)
    {
        (LearningRate, _beta1, _beta2, _weightDecay, _isDecoupled) = (learningRate, beta1, beta2, weightDecay, isDecoupled);
        using var scope = NewDisposeScope();
        _mean = zeros_like(parameters.Values).DetachFromDisposeScope();
        _square = zeros_like(parameters.Values).DetachFromDisposeScope();
        _divisor = empty_like(parameters.Values).DetachFromDisposeScope();
        _oneMinusBeta1 = tensor((float)(1 - beta1), device: parameters.Values.device).DetachFromDisposeScope();
    }

    /// <summary>The length of the steps to come.</summary>
    public double LearningRate { get; set; }

    protected override void Update(Tensor values, Tensor gradients)
    {
        _steps++;
        if (_weightDecay != 0 && _isDecoupled)
            values.TimesInPlace((float)(1 - (LearningRate * _weightDecay)));
        else if (_weightDecay != 0)
            gradients.PlusInPlace(values, (float)_weightDecay);
        _mean.lerp_(gradients, _oneMinusBeta1);
        _square.TimesInPlace((float)_beta2).PlusProductInPlace(gradients, gradients, (float)(1 - _beta2));
        // m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + eps), with the corrections taken out of the quotient.
        double rootOfCorrection = Math.Sqrt(1 - Math.Pow(_beta2, _steps));
        _divisor.copy_(_square).sqrt_().PlusInPlace((float)(Epsilon * rootOfCorrection));
        values.PlusQuotientInPlace(_mean, _divisor, (float)(-LearningRate * rootOfCorrection / (1 - Math.Pow(_beta1, _steps))));
    }

    public override void Dispose()
    {
        _mean.Dispose();
        _square.Dispose();
        _divisor.Dispose();
        _oneMinusBeta1.Dispose();
    }
}
