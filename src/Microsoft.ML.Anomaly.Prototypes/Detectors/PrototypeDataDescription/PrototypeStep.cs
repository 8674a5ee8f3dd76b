using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>A step of the embedding down the prototype loss, with all prototypes in one batch.</summary>
internal sealed class PrototypeStep : IDisposable
{
    /// <summary>What the values of <see cref="Run"/> are.</summary>
    public static readonly string[] LossNames = ["Prototypes", "Intra", "Inter"];

    // In the notebook, the step between classes is a tenth of that within.
    private const double NotebookInterRate = 0.1;

    private readonly Network _trunk;
    private readonly Tensor _prototypes;
    private readonly PrototypeDataDescriptionTrainer.Options _options;
    private readonly IPrototypeLoss _loss;
    private readonly FlatAdam _optimizer;
    private readonly FlatAdam? _interOptimizer;

    /// <param name="trunk">f</param>
    /// <param name="parameters">The parameters of f, which must live as long as this.</param>
    /// <param name="prototypes">p, [P, D]; it must live as long as this.</param>
    /// <param name="classes">y, the class of each.</param>
    /// <param name="options">The trainer's options.</param>
    /// <param name="device">Where the embedding is trained.</param>
    public PrototypeStep(
        Network trunk, FlatParameters parameters, Tensor prototypes, IReadOnlyList<int> classes, PrototypeDataDescriptionTrainer.Options options,
        Device device)
    {
        (_trunk, _prototypes, _options) = (trunk, prototypes, options);
        bool isNotebook = options.PrototypeLoss == PrototypeLoss.NotebookRms;
        _loss = isNotebook
            ? new NotebookRmsLoss(classes, device)
            : new InformationBottleneckLoss(classes, options.IntraQuantile, options.InterQuantile, options.PairReduction, device);
        // Optimizers of their own: adversarial losses have other scales.
        _optimizer = AdversarialOptimizer.Adam(parameters, options.PrototypeLearningRate);
        _interOptimizer = isNotebook ? AdversarialOptimizer.Adam(parameters, NotebookInterRate * options.PrototypeLearningRate) : null;
    }

    /// <param name="epoch">Counted from 1; the notebook's loss takes turns by it.</param>
    /// <returns>What was minimised, L_intra and L_inter, without gradients.</returns>
    public Tensor Run(int epoch)
    {
        _trunk.train(_options.PrototypeNormalization == PrototypeNormalization.Training);
        (Tensor intra, Tensor inter) = _loss.Losses(_trunk.Forward(_prototypes));
        bool interTurn = _interOptimizer is not null && epoch % 2 == 0;
        Tensor loss = _interOptimizer is null ? intra.Plus(inter.Times(_options.InterWeight)) : interTurn ? inter : intra;
        (interTurn ? _interOptimizer! : _optimizer).Minimize(loss);
        return stack([loss.detach(), intra.detach(), inter.detach()]);
    }

    /// <summary>Whether the embedding of the prototypes, as scoring computes it, is made of numbers that distances can be taken of.</summary>
    public static bool IsSound(Network trunk, Tensor prototypes)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        trunk.eval();
        return float.IsFinite(trunk.Forward(prototypes).Squared().sum().item<float>());
    }

    public void Dispose()
    {
        _loss.Dispose();
        _optimizer.Dispose();
        _interOptimizer?.Dispose();
    }
}
