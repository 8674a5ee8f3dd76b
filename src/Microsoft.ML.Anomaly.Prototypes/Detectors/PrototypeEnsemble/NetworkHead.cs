using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The networks of all folds, D - h1 - h2 - 1 with leaky rectifiers, in one batched tensor program. <see cref="NetworkCommittee"/> is the
/// same in managed code.
/// </summary>
internal sealed class NetworkHead : nn.Module
{
    /// <summary>The slope of the leaky rectifiers for negative values.</summary>
    public const float NegativeSlope = 0.01f;

    private readonly Parameter[] _weights;
    private readonly Parameter[] _biases;
    private readonly int _folds;

    /// <param name="networks">The number of networks of a fold.</param>
    /// <param name="inputs">D</param>
    /// <param name="firstHidden">h1</param>
    /// <param name="secondHidden">h2</param>
    /// <param name="initialization">For each fold what draws the initial weights of its networks.</param>
    /// <param name="device">Where the networks live.</param>
    public NetworkHead(int networks, int inputs, int firstHidden, int secondHidden, Random[] initialization, Device device)
        : base(nameof(NetworkHead))
    {
        _folds = initialization.Length;
        int[] widths = [inputs, firstHidden, secondHidden, 1];
        _weights = new Parameter[3];
        _biases = new Parameter[3];
        for (int layer = 0; layer < 3; layer++)
        {
            float bound = 1 / MathF.Sqrt(widths[layer]);
            _weights[layer] = Initialization.UniformParameter([networks, widths[layer], widths[layer + 1]], bound, initialization, device);
            _biases[layer] = Initialization.UniformParameter([networks, 1, widths[layer + 1]], bound, initialization, device);
            register_parameter($"weight{layer}", _weights[layer]);
            register_parameter($"bias{layer}", _biases[layer]);
        }
    }

    /// <param name="x">[members, n, D], where the members are the networks of the first fold, then those of the next.</param>
    /// <returns>Logits, [members, n]</returns>
    public Tensor Forward(Tensor x)
    {
        Tensor first = Layer(x, 0).LeakyRelu(NegativeSlope);
        Tensor second = Layer(first, 1).LeakyRelu(NegativeSlope);
        return Layer(second, 2).squeeze(2);
    }

    // Not by baddbmm, which mixes up its arguments in some versions of TorchSharp.
    private Tensor Layer(Tensor x, int layer) => x.bmm(_weights[layer]).Plus(_biases[layer]);

    /// <summary>The sum over the members of the binary cross-entropy, where each row has a weight.</summary>
    /// <param name="x">[members, n, D]</param>
    /// <param name="target">[members, n], from 0 (normal) to 1 (anomalous)</param>
    /// <param name="weight">[n]</param>
    public Tensor Loss(Tensor x, Tensor target, Tensor weight) =>
        (F.binary_cross_entropy_with_logits(Forward(x), target, reduction: nn.Reduction.None) * weight).sum();

    /// <summary>The weights of each fold's networks.</summary>
    public NetworkTensors[] ToTensors()
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        // Outputs first, as the scorer has them.
        float[][][] weights = [.. _weights.Select(weight => OfFolds(weight.transpose(1, 2)))];
        float[][][] biases = [.. _biases.Select(OfFolds)];
        return
        [
            .. Enumerable.Range(0, _folds).Select(
                f => new NetworkTensors(weights[0][f], biases[0][f], weights[1][f], biases[1][f], weights[2][f], biases[2][f])),
        ];
    }

    private float[][] OfFolds(Tensor parameter)
    {
        float[] values = TensorValues.ToArray(parameter);
        return [.. values.Chunk(values.Length / _folds)];
    }
}
