using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Mixtures of the rows of a batch with each other.</summary>
/// <param name="Rows">lambda x_i + (1 - lambda) x_j, [n, D]</param>
/// <param name="Targets">lambda y_i + (1 - lambda) y_j, [n], with y = 1 for labelled anomalies and -1 for unlabelled rows</param>
/// <param name="Shares">lambda, [n]</param>
/// <param name="Partners">j for each i, [n]</param>
internal sealed record RosasMixture(Tensor Rows, Tensor Targets, Tensor Shares, Tensor Partners);

/// <summary>Mixes the rows of batches that consist of unlabelled rows, twice as many as triples, and labelled anomalies, as many.</summary>
internal sealed class RosasMixing(int triples, DeviceNoise noise, Device device)
{
    private readonly Tensor _targets = tensor([.. Enumerable.Repeat(-1f, 2 * triples), .. Enumerable.Repeat(1f, triples)], device: device);

    /// <summary>A partner for each row, by a random order of all, and a share for each pair by Beta(1/2, 1/2).</summary>
    public RosasMixture Next(Tensor x)
    {
        long rows = x.shape[0];
        Tensor partners = noise.Next(1, rows).flatten().argsort();
        // a² / (a² + b²) of two standard normal numbers has that distribution.
        Tensor squares = noise.Next(2, rows).Squared(), shares = squares[0] / squares[0].Plus(squares[1]);
        return Mix(x, _targets, shares, partners);
    }

    public static RosasMixture Mix(Tensor x, Tensor targets, Tensor shares, Tensor partners) => new(
        Between(x, x.index_select(0, partners), shares.unsqueeze(1)), Between(targets, targets.index_select(0, partners), shares), shares, partners);

    /// <summary>lambda a + (1 - lambda) b</summary>
    public static Tensor Between(Tensor a, Tensor b, Tensor shares) => b.Plus(shares * (a - b));
}
