using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What pre-trains an embedding, one batch at a time, and may go on while the prototype loss trains it.</summary>
internal interface IAdversarialTraining : IDisposable
{
    /// <summary>The embedding that is trained.</summary>
    Network Trunk { get; }

    /// <summary>The parameters of the embedding, which belong to this.</summary>
    FlatParameters TrunkParameters { get; }

    /// <summary>What the values of <see cref="Step"/> are.</summary>
    IReadOnlyList<string> LossNames { get; }

    /// <summary>One step of each network.</summary>
    /// <param name="x">A batch of rows, [n, D].</param>
    /// <returns>The losses, without gradients, in the order of their names.</returns>
    Tensor Step(Tensor x);
}

/// <param name="Discriminator">The learning rate of the discriminator.</param>
/// <param name="Others">That of the networks that work against it.</param>
/// <param name="GeneratorBatchFactor">How many times as many rows the generator's step makes as there are in a batch.</param>
internal sealed record AdversarialRates(double Discriminator, double Others, int GeneratorBatchFactor = 1);

/// <summary>
/// A generative adversarial network with the non-saturating loss. With BCE the binary cross-entropy, a mean over the batch:
/// L_G = BCE(D(G(zeta)), 1), then L_D = BCE(D(G(zeta)), 0) + BCE(D(x), 1).
/// </summary>
internal sealed class AdversarialTraining : IAdversarialTraining
{
    private readonly Discriminator _discriminator;
    private readonly Network _generator;
    private readonly GeneratorNoise _noise;
    private readonly int _generatorBatchFactor;
    private readonly AdversarialOptimizer _ofDiscriminator;
    private readonly AdversarialOptimizer _ofGenerator;

    public AdversarialTraining(Discriminator discriminator, Network generator, GeneratorNoise noise, AdversarialRates rates)
    {
        (_discriminator, _generator, _noise, _generatorBatchFactor) = (discriminator, generator, noise, rates.GeneratorBatchFactor);
        _ofDiscriminator = new AdversarialOptimizer(discriminator.parameters(), rates.Discriminator);
        _ofGenerator = new AdversarialOptimizer(generator.parameters(), rates.Others);
        TrunkParameters = _ofDiscriminator.Parameters.Part(Trunk.parameters());
    }

    public Network Trunk => _discriminator.Trunk;

    public FlatParameters TrunkParameters { get; }

    public IReadOnlyList<string> LossNames { get; } = ["Generator", "Discriminator"];

    public Tensor Step(Tensor x)
    {
        _discriminator.train();
        _generator.train();
        long n = x.shape[0];

        Tensor generatorLoss = AdversarialOptimizer.Loss(_discriminator.Logit(_generator.Forward(_noise.Next(_generatorBatchFactor * n))), isReal: true);
        _ofGenerator.MinimizeAlone(generatorLoss);

        Tensor fakes;
        using (no_grad())
            fakes = _generator.Forward(_noise.Next(n));
        // Real and generated rows in batches of their own: batch normalization treats either by its own statistics.
        Tensor discriminatorLoss = AdversarialOptimizer.Loss(_discriminator.Logit(fakes), isReal: false)
            .Plus(AdversarialOptimizer.Loss(_discriminator.Logit(x), isReal: true));
        _ofDiscriminator.MinimizeAlone(discriminatorLoss);
        return stack([generatorLoss.detach(), discriminatorLoss.detach()]);
    }

    public void Dispose()
    {
        TrunkParameters.Dispose();
        _ofDiscriminator.Dispose();
        _ofGenerator.Dispose();
        _discriminator.Dispose();
        _generator.Dispose();
        _noise.Dispose();
    }
}
