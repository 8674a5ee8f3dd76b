using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The networks of a fold, D - h1 - h2 - 1 with leaky rectifiers, all of them in one batched tensor program.
/// <see cref="NetworkCommittee"/> is the same in managed code.
/// </summary>
internal sealed class NetworkHead : nn.Module
{
    /// <summary>The slope of the leaky rectifiers for negative values.</summary>
    public const float NegativeSlope = 0.01f;

    private readonly Parameter[] _weights;
    private readonly Parameter[] _biases;

    public NetworkHead(int members, int inputs, int firstHidden, int secondHidden, Random initialization, Device device)
        : base(nameof(NetworkHead))
    {
        int[] widths = [inputs, firstHidden, secondHidden, 1];
        _weights = new Parameter[3];
        _biases = new Parameter[3];
        for (int layer = 0; layer < 3; layer++)
        {
            float bound = 1 / MathF.Sqrt(widths[layer]);
            _weights[layer] = Initialization.UniformParameter([members, widths[layer], widths[layer + 1]], bound, initialization, device);
            _biases[layer] = Initialization.UniformParameter([members, 1, widths[layer + 1]], bound, initialization, device);
            register_parameter($"weight{layer}", _weights[layer]);
            register_parameter($"bias{layer}", _biases[layer]);
        }
    }

    /// <param name="x">[members, n, D]</param>
    /// <returns>Logits, [members, n]</returns>
    public Tensor Forward(Tensor x)
    {
        Tensor first = F.leaky_relu(Layer(x, 0), NegativeSlope);
        Tensor second = F.leaky_relu(Layer(first, 1), NegativeSlope);
        return Layer(second, 2).squeeze(2);
    }

    // Not by baddbmm, which mixes up its arguments in some versions of TorchSharp.
    private Tensor Layer(Tensor x, int layer) => x.bmm(_weights[layer]) + _biases[layer];

    /// <summary>The sum over the members of the binary cross-entropy, where each row has a weight.</summary>
    /// <param name="x">[members, n, D]</param>
    /// <param name="target">[members, n], from 0 (normal) to 1 (anomalous)</param>
    /// <param name="weight">[n]</param>
    public Tensor Loss(Tensor x, Tensor target, Tensor weight) =>
        (F.binary_cross_entropy_with_logits(Forward(x), target, reduction: nn.Reduction.None) * weight).sum();

    public NetworkTensors ToTensors()
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        // Outputs first, as the scorer has them.
        float[][] weights = [.. _weights.Select(weight => TensorValues.ToArray(weight.transpose(1, 2)))];
        float[][] biases = [.. _biases.Select(TensorValues.ToArray)];
        return new NetworkTensors(weights[0], biases[0], weights[1], biases[1], weights[2], biases[2]);
    }
}
