using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What pre-trains an embedding, one batch at a time, and may go on while the prototype loss trains it.</summary>
internal interface IAdversarialTraining : IDisposable
{
    /// <summary>The embedding that is trained.</summary>
    EmbeddingTrunk Trunk { get; }

    /// <summary>What the values of <see cref="Step"/> are.</summary>
    IReadOnlyList<string> LossNames { get; }

    /// <summary>One step of each network.</summary>
    /// <param name="x">A batch of rows, [n, D].</param>
    /// <returns>The losses, without gradients, in the order of their names.</returns>
    Tensor Step(Tensor x);
}

/// <summary>
/// A generative adversarial network with the non-saturating loss. With BCE the binary cross-entropy, a mean over the batch:
/// L_G = BCE(D(G(zeta)), 1), then L_D = BCE(D(G(zeta)), 0) + BCE(D(x), 1).
/// </summary>
internal sealed class AdversarialTraining : IAdversarialTraining
{
    private readonly Discriminator _discriminator;
    private readonly Generator _generator;
    private readonly GeneratorNoise _noise;
    private readonly int _generatorBatchFactor;
    private readonly Parameter[] _generated;
    private readonly Adam _discriminatorOptimizer;
    private readonly Adam _generatorOptimizer;

    public AdversarialTraining(
        Discriminator discriminator, Generator generator, GeneratorNoise noise, PrototypeDataDescriptionTrainer.Options options)
    {
        (_discriminator, _generator, _noise, _generatorBatchFactor) = (discriminator, generator, noise, options.GeneratorBatchFactor);
        _generated = [.. generator.parameters()];
        _discriminatorOptimizer = AdversarialOptimizer.Create(discriminator.parameters(), options.LearningRate);
        _generatorOptimizer = AdversarialOptimizer.Create(_generated, options.LearningRate * options.GeneratorLearningRateFactor);
    }

    public EmbeddingTrunk Trunk => _discriminator.Trunk;

    public IReadOnlyList<string> LossNames { get; } = ["Generator", "Discriminator"];

    public Tensor Step(Tensor x)
    {
        _discriminator.train();
        _generator.train();
        long n = x.shape[0];

        _generatorOptimizer.zero_grad();
        Tensor generatorLoss = AdversarialOptimizer.Loss(_discriminator.Logit(_generator.Generate(_noise.Next(_generatorBatchFactor * n))), isReal: true);
        // The discriminator's own gradients are not wanted here.
        generatorLoss.backward(inputs: _generated);
        _generatorOptimizer.step();

        _discriminatorOptimizer.zero_grad();
        Tensor fakes;
        using (no_grad())
            fakes = _generator.Generate(_noise.Next(n));
        // Real and generated rows in batches of their own: batch normalization treats either by its own statistics.
        Tensor discriminatorLoss = AdversarialOptimizer.Loss(_discriminator.Logit(fakes), isReal: false)
            + AdversarialOptimizer.Loss(_discriminator.Logit(x), isReal: true);
        discriminatorLoss.backward();
        _discriminatorOptimizer.step();
        return stack([generatorLoss.detach(), discriminatorLoss.detach()]);
    }

    public void Dispose()
    {
        _discriminatorOptimizer.Dispose();
        _generatorOptimizer.Dispose();
        _discriminator.Dispose();
        _generator.Dispose();
    }
}

/// <summary>What adversarial networks have in common.</summary>
internal static class AdversarialOptimizer
{
    // Those of the authors; the first one is below Adam's usual 0.9, since the losses are moving targets.
    private const double Beta1 = 0.5, Beta2 = 0.999;

    public static Adam Create(IEnumerable<Parameter> parameters, double learningRate) => optim.Adam(parameters, learningRate, Beta1, Beta2);

    /// <summary>The binary cross-entropy, from logits, which no sigmoid has saturated.</summary>
    public static Tensor Loss(Tensor logit, bool isReal) =>
        F.binary_cross_entropy_with_logits(logit, isReal ? ones_like(logit) : zeros_like(logit));
}
