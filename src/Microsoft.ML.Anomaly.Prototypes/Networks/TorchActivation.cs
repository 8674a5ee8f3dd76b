using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Networks;

/// <summary>Activation functions in torch.</summary>
internal static class TorchActivation
{
    public static Tensor Apply(this LayerActivation activation, Tensor values) => activation.Kind switch
    {
        ActivationKind.Relu => values.relu(),
        ActivationKind.LeakyRelu => values.LeakyRelu(activation.NegativeSlope),
        ActivationKind.Tanh => values.tanh(),
        ActivationKind.Sigmoid => values.sigmoid(),
        _ => values,
    };
}
