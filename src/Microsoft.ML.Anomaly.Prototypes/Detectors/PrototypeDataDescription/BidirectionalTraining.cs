using TorchSharp.Modules;
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
    private readonly Generator _generator;
    private readonly Encoder _encoder;
    private readonly GeneratorNoise _noise;
    private readonly Parameter[] _generated;
    private readonly Parameter[] _encoded;
    private readonly Adam _discriminatorOptimizer;
    private readonly Adam _generatorOptimizer;
    private readonly Adam _encoderOptimizer;

    public BidirectionalTraining(
        JointDiscriminator discriminator, Generator generator, Encoder encoder, GeneratorNoise noise, PrototypeDataDescriptionTrainer.Options options)
    {
        (_discriminator, _generator, _encoder, _noise) = (discriminator, generator, encoder, noise);
        _generated = [.. generator.parameters()];
        _encoded = [.. encoder.parameters()];
        _discriminatorOptimizer = AdversarialOptimizer.Create(discriminator.parameters(), options.LearningRate);
        _generatorOptimizer = AdversarialOptimizer.Create(_generated, options.LearningRate * options.GeneratorLearningRateFactor);
        _encoderOptimizer = AdversarialOptimizer.Create(_encoded, options.LearningRate * options.GeneratorLearningRateFactor);
    }

    public EmbeddingTrunk Trunk => _discriminator.Trunk;

    public IReadOnlyList<string> LossNames { get; } = ["Generator", "Encoder", "Discriminator"];

    public Tensor Step(Tensor x)
    {
        _discriminator.train();
        _generator.train();
        _encoder.train();
        long n = x.shape[0];

        Tensor noise = _noise.Next(n);
        _generatorOptimizer.zero_grad();
        Tensor generatorLoss = AdversarialOptimizer.Loss(_discriminator.Logit(_generator.Generate(noise), noise), isReal: true);
        generatorLoss.backward(inputs: _generated);
        _generatorOptimizer.step();

        _encoderOptimizer.zero_grad();
        Tensor encoderLoss = AdversarialOptimizer.Loss(_discriminator.Logit(x, _encoder.Encode(x)), isReal: false);
        encoderLoss.backward(inputs: _encoded);
        _encoderOptimizer.step();

        noise = _noise.Next(n);
        Tensor fakes, codes;
        using (no_grad())
        {
            fakes = _generator.Generate(noise);
            codes = _encoder.Encode(x);
        }
        _discriminatorOptimizer.zero_grad();
        Tensor discriminatorLoss = AdversarialOptimizer.Loss(_discriminator.Logit(x, codes), isReal: true)
            + AdversarialOptimizer.Loss(_discriminator.Logit(fakes, noise), isReal: false);
        discriminatorLoss.backward();
        _discriminatorOptimizer.step();
        return stack([generatorLoss.detach(), encoderLoss.detach(), discriminatorLoss.detach()]);
    }

    public void Dispose()
    {
        _discriminatorOptimizer.Dispose();
        _generatorOptimizer.Dispose();
        _encoderOptimizer.Dispose();
        _discriminator.Dispose();
        _generator.Dispose();
        _encoder.Dispose();
    }
}
