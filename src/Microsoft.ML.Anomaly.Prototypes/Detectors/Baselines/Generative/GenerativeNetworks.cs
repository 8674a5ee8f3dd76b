using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The networks of one generative training: for images those of the <see cref="PrototypeDataDescriptionTrainer"/>, for plain feature vectors
/// the hidden layers of the options.
/// </summary>
internal sealed class GenerativeNetworks(BaselineTraining training, GenerativeOptions options)
{
    private static readonly LayerActivation Leaky = LayerActivation.LeakyRelu(ImageNetworkPlan.NegativeSlope);

    private readonly ImageNetworkPlan? _plan = options.ImageShape is { } shape ? ImageNetworkPlan.Create(options.ImageNetwork, shape) : null;

    /// <summary>From a row to what a discriminator decides by.</summary>
    public Network CreateTrunk() => training.Create(TrunkPlan());

    /// <summary>From a row to its code.</summary>
    public Network CreateEncoder() => training.Create(TrunkPlan().Dense(options.CodeWidth));

    /// <summary>From a code to a row, each value from -1 to 1.</summary>
    public Network CreateGenerator() => training.Create(
        _plan?.GeneratorPlan(options.CodeWidth) ?? training.HiddenLayersReversed(options.CodeWidth, Leaky, bias: true, normalized: true).Dense(training.Inputs, LayerActivation.Tanh));

    private NetworkPlan TrunkPlan() => _plan?.TrunkPlan() ?? training.HiddenLayers(Leaky, bias: true, normalized: true);
}
