using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// A bidirectional generative adversarial network: L_J = -mean log J(x, E(x)) - mean log(1 - J(G(zeta), zeta)),
/// L_G = -mean log J(G(zeta), zeta), L_E = -mean log(1 - J(x, E(x))).
/// </summary>
/// <remarks>Donahue, Krähenbühl, Darrell: "Adversarial feature learning", ICLR 2017. The losses are those that the paper builds on.</remarks>
internal sealed class BidirectionalTraining : IAdversarialTraining
{
    private readonly JointDiscriminator _discriminator;
    private readonly Network _generator;
    private readonly Network _encoder;
    private readonly GeneratorNoise _noise;
    private readonly AdversarialOptimizer _ofDiscriminator;
    private readonly AdversarialOptimizer _ofGenerator;
    private readonly AdversarialOptimizer _ofEncoder;

    public BidirectionalTraining(
        JointDiscriminator discriminator, Network generator, Network encoder, GeneratorNoise noise, AdversarialRates rates)
    {
        (_discriminator, _generator, _encoder, _noise) = (discriminator, generator, encoder, noise);
        _ofDiscriminator = new AdversarialOptimizer(discriminator.parameters(), rates.Discriminator);
        _ofGenerator = new AdversarialOptimizer(generator.parameters(), rates.Others);
        _ofEncoder = new AdversarialOptimizer(encoder.parameters(), rates.Others);
        TrunkParameters = _ofDiscriminator.Parameters.Part(Trunk.parameters());
    }

    public Network Trunk => _discriminator.Trunk;

    public FlatParameters TrunkParameters { get; }

    public IReadOnlyList<string> LossNames { get; } = ["Generator", "Encoder", "Discriminator"];

    public Tensor Step(Tensor x)
    {
        _discriminator.train();
        _generator.train();
        _encoder.train();
        long n = x.shape[0];

        Tensor noise = _noise.Next(n);
        Tensor generatorLoss = AdversarialOptimizer.Loss(_discriminator.Logit(_generator.Forward(noise), noise), isReal: true);
        _ofGenerator.MinimizeAlone(generatorLoss);

        Tensor encoderLoss = AdversarialOptimizer.Loss(_discriminator.Logit(x, _encoder.Forward(x)), isReal: false);
        _ofEncoder.MinimizeAlone(encoderLoss);

        noise = _noise.Next(n);
        Tensor fakes, codes;
        using (no_grad())
        {
            fakes = _generator.Forward(noise);
            codes = _encoder.Forward(x);
        }
        Tensor discriminatorLoss = AdversarialOptimizer.Loss(_discriminator.Logit(x, codes), isReal: true)
            .Plus(AdversarialOptimizer.Loss(_discriminator.Logit(fakes, noise), isReal: false));
        _ofDiscriminator.MinimizeAlone(discriminatorLoss);
        return stack([generatorLoss.detach(), encoderLoss.detach(), discriminatorLoss.detach()]);
    }

    public void Dispose()
    {
        TrunkParameters.Dispose();
        _ofDiscriminator.Dispose();
        _ofGenerator.Dispose();
        _ofEncoder.Dispose();
        _discriminator.Dispose();
        _generator.Dispose();
        _encoder.Dispose();
        _noise.Dispose();
    }
}
