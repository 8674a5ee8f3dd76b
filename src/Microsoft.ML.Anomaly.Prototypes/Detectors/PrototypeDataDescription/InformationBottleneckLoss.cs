using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What the tune-up minimises: one part pulls prototypes of a class together, the other pushes classes apart.</summary>
internal interface IPrototypeLoss : IDisposable
{
    /// <param name="z">Z, the embedded prototypes, [P, d].</param>
    /// <returns>Two scalars.</returns>
    (Tensor Intra, Tensor Inter) Losses(Tensor z);
}

/// <summary>
/// The paper's loss: L_IB = L_intra + beta L_inter over the unordered pairs j &lt; k of prototypes, where half of the pairs within a class,
/// the long ones, are pulled, and a quarter of the pairs between classes, the short ones, are pushed.
/// </summary>
internal sealed class InformationBottleneckLoss : IPrototypeLoss
{
    private readonly Tensor? _intraPairs;
    private readonly Tensor? _interPairs;
    private readonly Tensor _intraQuantile;
    private readonly Tensor _interQuantile;
    private readonly PairReduction _reduction;

    /// <param name="classes">y, the class of each prototype.</param>
    /// <param name="intraQuantile">q_intra</param>
    /// <param name="interQuantile">q_inter</param>
    /// <param name="reduction">Whether hinges are added up or averaged.</param>
    /// <param name="device">Where the prototypes are.</param>
    public InformationBottleneckLoss(
        IReadOnlyList<int> classes, double intraQuantile, double interQuantile, PairReduction reduction, Device device)
    {
        _reduction = reduction;
        _intraPairs = PrototypeDistances.Pairs(classes.Count, (j, k) => classes[j] == classes[k], device);
        _interPairs = PrototypeDistances.Pairs(classes.Count, (j, k) => classes[j] != classes[k], device);
        _intraQuantile = tensor((float)intraQuantile, device: device).DetachFromDisposeScope();
        _interQuantile = tensor((float)interQuantile, device: device).DetachFromDisposeScope();
    }

    /// <summary>
    /// L_intra = sum over j &lt; k with y_j = y_k of max(0, d_jk - R_intra), L_inter = sum over those with y_j ≠ y_k of
    /// max(0, R_inter - d_jk), or the means instead. A part without pairs is 0.
    /// </summary>
    public (Tensor Intra, Tensor Inter) Losses(Tensor z)
    {
        Tensor d = PrototypeDistances.Squared(z).Plus(PrototypeDistances.SmallestSquare).sqrt();
        return (Intra(d), Inter(d));
    }

    public void Dispose()
    {
        _intraPairs?.Dispose();
        _interPairs?.Dispose();
        _intraQuantile.Dispose();
        _interQuantile.Dispose();
    }

    private Tensor Intra(Tensor d)
    {
        if (_intraPairs is null)
            return PrototypeDistances.Nothing(d);
        Tensor intra = PrototypeDistances.Select(d, _intraPairs);
        return Reduce((intra - Threshold(intra, _intraQuantile)).relu());
    }

    private Tensor Inter(Tensor d)
    {
        if (_interPairs is null)
            return PrototypeDistances.Nothing(d);
        Tensor inter = PrototypeDistances.Select(d, _interPairs);
        return Reduce((Threshold(inter, _interQuantile) - inter).relu());
    }

    private Tensor Reduce(Tensor hinges) => _reduction == PairReduction.Sum ? hinges.sum() : hinges.mean();

    // R: taken anew from the current distances at every step, and a constant of that step.
    private static Tensor Threshold(Tensor distances, Tensor quantile) => distances.detach().quantile(quantile);
}
