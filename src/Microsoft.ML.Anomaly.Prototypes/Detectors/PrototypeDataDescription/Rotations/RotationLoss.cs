using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The cross-entropy of class and turn, and the paper's margins between embedded rows of the batch: rows of the same class that are turned alike
/// are drawn together, others apart.
/// </summary>
internal sealed class RotationLoss : IDisposable
{
    // |z| for the margins. Where it matters, it only scales the loss.
    private const float Length = 4;

    private readonly Tensor _intraQuantile;
    private readonly Tensor _interQuantile;
    private readonly float _interWeight;

    public RotationLoss(PrototypeDataDescriptionTrainer.Options options, Device device)
    {
        _intraQuantile = tensor((float)options.IntraQuantile, device: device).DetachFromDisposeScope();
        _interQuantile = tensor((float)options.InterQuantile, device: device).DetachFromDisposeScope();
        _interWeight = options.InterWeight;
    }

    /// <summary>The mean of -log p(target) over rows, by their weights.</summary>
    /// <param name="logits">[n, 4 N]</param>
    /// <param name="targets">Class and turn, of type int64, [n].</param>
    /// <param name="weights">How much each row counts, [n].</param>
    public static Tensor CrossEntropy(Tensor logits, Tensor targets, Tensor weights)
    {
        Tensor each = F.log_softmax(logits, 1).gather(1, targets.unsqueeze(1)).squeeze(1);
        return -(each * weights).sum() / weights.sum().AtLeast(1);
    }

    /// <summary>
    /// mean of max(0, d_jk - R_intra) over pairs with the same target + beta times the mean of max(0, R_inter - d_jk) over the others, where d
    /// are distances between embedded rows of length 4, and rows of weight 0 don't count.
    /// </summary>
    /// <param name="embedded">[n, d]</param>
    /// <param name="targets">Class and turn, of type int64, [n].</param>
    /// <param name="weights">[n]</param>
    public Tensor Margins(Tensor embedded, Tensor targets, Tensor weights)
    {
        Tensor z = F.normalize(embedded, dim: 1).Times(Length);
        Tensor d = PrototypeDistances.Squared(z).Plus(PrototypeDistances.SmallestSquare).sqrt();
        // The pairs j < k of rows that count.
        Tensor counts = weights.unsqueeze(1).mul(weights.unsqueeze(0)).triu(1).to_type(ScalarType.Bool);
        Tensor same = targets.unsqueeze(1).eq(targets.unsqueeze(0));
        Tensor intra = d.masked_select(counts.logical_and(same)), inter = d.masked_select(counts.logical_and(same.logical_not()));
        Tensor pulled = intra.numel() == 0 ? PrototypeDistances.Nothing(d) : (intra - intra.detach().quantile(_intraQuantile)).relu().mean();
        Tensor pushed = inter.numel() == 0 ? PrototypeDistances.Nothing(d) : (inter.detach().quantile(_interQuantile) - inter).relu().mean();
        return pulled.Plus(pushed.Times(_interWeight));
    }

    public void Dispose()
    {
        _intraQuantile.Dispose();
        _interQuantile.Dispose();
    }
}
