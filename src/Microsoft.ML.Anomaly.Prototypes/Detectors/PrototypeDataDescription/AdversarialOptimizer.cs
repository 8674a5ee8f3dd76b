using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Trains one of several networks that work against each other.</summary>
internal sealed class AdversarialOptimizer : IDisposable
{
    private readonly FlatAdam _adam;

    /// <param name="parameters">What to train.</param>
    /// <param name="learningRate">The length of a step.</param>
    public AdversarialOptimizer(IEnumerable<Parameter> parameters, double learningRate)
    {
        Parameters = new FlatParameters(parameters);
        _adam = Adam(Parameters, learningRate);
    }

    public FlatParameters Parameters { get; }

    /// <summary>Adam as the authors set it: beta1 is below its usual 0.9, since the losses are moving targets.</summary>
    public static FlatAdam Adam(FlatParameters parameters, double learningRate) => new(parameters, learningRate, beta1: 0.5, beta2: 0.999);

    /// <summary>The binary cross-entropy, from logits, which no sigmoid has saturated.</summary>
    public static Tensor Loss(Tensor logit, bool isReal) =>
        F.binary_cross_entropy_with_logits(logit, isReal ? ones_like(logit) : zeros_like(logit));

    /// <summary>One step of this network down a loss that other networks take part in.</summary>
    public void MinimizeAlone(Tensor loss) => _adam.MinimizeAlone(loss);

    public void Dispose()
    {
        _adam.Dispose();
        Parameters.Dispose();
    }
}
