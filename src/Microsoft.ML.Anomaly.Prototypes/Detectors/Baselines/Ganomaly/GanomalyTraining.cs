using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Encoder, decoder and second encoder, x̂ = G(z), z = E(x), ẑ = Ê(x̂), against a discriminator that tells rows from x̂.</summary>
internal sealed class GanomalyTraining : IDisposable
{
    private readonly Network _encoder;
    private readonly Network _decoder;
    private readonly Network _secondEncoder;
    private readonly Discriminator _discriminator;
    private readonly GanomalyTrainer.Options _options;
    private readonly AdversarialOptimizer _ofGenerator;
    private readonly AdversarialOptimizer _ofDiscriminator;

    public GanomalyTraining(Network encoder, Network decoder, Network secondEncoder, Discriminator discriminator, GanomalyTrainer.Options options)
    {
        (_encoder, _decoder, _secondEncoder, _discriminator, _options) = (encoder, decoder, secondEncoder, discriminator, options);
        _ofGenerator = new AdversarialOptimizer(encoder.parameters().Concat(decoder.parameters()).Concat(secondEncoder.parameters()), options.LearningRate);
        _ofDiscriminator = new AdversarialOptimizer(discriminator.parameters(), options.LearningRate);
    }

    /// <summary>The losses of the three generating networks, [3], and x̂, [n, D].</summary>
    public (Tensor Losses, Tensor Reconstruction) GeneratorLosses(Tensor x)
    {
        Tensor code = _encoder.Forward(x), reconstruction = _decoder.Forward(code);
        Tensor real;
        using (no_grad())
            real = _discriminator.Trunk.Forward(x);
        Tensor losses = GanomalyLoss.Terms(
            x, reconstruction, (real, _discriminator.Trunk.Forward(reconstruction)), (code, _secondEncoder.Forward(reconstruction)),
            (_options.AdversarialWeight, _options.ReconstructionWeight, _options.CodeWeight));
        return (losses, reconstruction.detach());
    }

    /// <summary>The mean of the cross-entropies for rows and for reconstructions.</summary>
    public Tensor DiscriminatorLoss(Tensor x, Tensor reconstruction) => AdversarialOptimizer.Loss(_discriminator.Logit(x), isReal: true)
        .Plus(AdversarialOptimizer.Loss(_discriminator.Logit(reconstruction), isReal: false)).Times(0.5f);

    /// <summary>One step of the generating networks, then one of the discriminator.</summary>
    /// <param name="x">[n, D]</param>
    /// <returns>The losses, without gradients.</returns>
    public Tensor Step(Tensor x)
    {
        (Tensor losses, Tensor reconstruction) = GeneratorLosses(x);
        _ofGenerator.MinimizeAlone(losses.sum());
        Tensor ofDiscriminator = DiscriminatorLoss(x, reconstruction);
        _ofDiscriminator.MinimizeAlone(ofDiscriminator);
        return cat([losses.detach(), ofDiscriminator.detach().reshape(1)]);
    }

    public void Dispose()
    {
        _ofGenerator.Dispose();
        _ofDiscriminator.Dispose();
        _discriminator.Dispose();
    }
}
