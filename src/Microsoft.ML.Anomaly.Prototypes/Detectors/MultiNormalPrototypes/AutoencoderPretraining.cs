using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Pre-trains the autoencoder on unlabelled rows: first each layer as a denoising autoencoder of its own, then the whole without noise.
/// </summary>
internal sealed class AutoencoderPretraining(
    Autoencoder autoencoder, MultiNormalPrototypesTrainer.Options options, DeviceRows rows, HoldOut unlabelled, SeedSequence seeds,
    DeviceNoise? latentNoise, TrainingLoop loop)
{
    private const int ValidationBatch = 4096;

    // Batches and noise have generators of their own, one after another for the three stages.
    private readonly BatchSampler _sampler = new(unlabelled.Train, [], seeds.Batches);
    private readonly Random _noise = seeds.Noise;

    // See Autoencoder.Encode.
    private delegate (Tensor Latent, Tensor? Divergence) Encode(Tensor x, DeviceNoise? noise);

    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public void Run()
    {
        TrainableLayer outerEncoder = autoencoder.Encoder.Layers[0], outerDecoder = autoencoder.Decoder.Layers[1];
        using (var noise = new FixedNoise(options.NoiseScale, rows.Width, _noise, rows.Device))
        {
            Stage("Pre-training of the outer layers", [outerEncoder, outerDecoder], noise,
                x => x, (x, _) => (outerEncoder.Forward(x), null), outerDecoder.Forward);
        }
        using (var noise = new FixedNoise(options.NoiseScale, outerEncoder.Weight.shape[0], _noise, rows.Device))
        {
            Stage("Pre-training of the inner layers", autoencoder.InnerLayers, noise,
                outerEncoder.Forward, autoencoder.EncodeHidden, autoencoder.Decoder.Layers[0].Forward);
        }
        Stage("Pre-training of the autoencoder", [.. autoencoder.EncoderLayers, autoencoder.Decoder], null,
            x => x, autoencoder.Encode, autoencoder.Decoder.Forward);
    }

    // Minimises the mean squared error between decode(encode(represent(x) + noise)) and represent(x) over the given layers; with a variational
    // encoder, the negative evidence lower bound.
    private void Stage(
        string name, IEnumerable<nn.Module> layers, FixedNoise? noise, Func<Tensor, Tensor> represent, Encode encode, Func<Tensor, Tensor> decode)
    {
        using var parameters = new FlatParameters(layers.SelectMany(layer => layer.parameters()));
        using var optimizer = new FlatAdam(parameters, options.LearningRate, weightDecay: options.L2Regularization);
        using KeptWeights kept = KeptWeights.Best(
            [parameters.Values], () => ValidationLoss(represent, encode, decode), new EarlyStopping(options.Patience, options.MinimumImprovement));
        var batches = new Batches(rows);
        int batchSize = _sampler.UnlabelledBatchSize(options.PretrainingBatchSize);
        loop.Run(new TrainingPhase(name, options.MaximumNumberOfPretrainingEpochs, options.BatchesPerEpoch, Step)
        {
            BeginEpoch = (_, steps) => batches.Begin(Enumerable.Range(0, steps).Select(_ => Draw(batchSize))),
            Keep = kept,
        });

        Tensor Step()
        {
            Tensor numbers = batches.NextNumbers(), target, input;
            using (no_grad())
            {
                target = represent(rows.Gather(numbers));
                input = noise is null ? target : target.Plus(noise.Of(numbers));
            }
            Tensor loss = Loss(input, target, latentNoise, encode, decode);
            optimizer.Minimize(loss);
            return loss.detach();
        }
    }

    private int[] Draw(int size)
    {
        var batch = new int[size];
        _sampler.DrawUnlabelled(batch);
        return batch;
    }

    // The mean squared error, and with a variational encoder twice sigma_x² KL / D, as MultiNormalPrototypesLoss.Latent has it beside half the squares.
    private Tensor Loss(Tensor input, Tensor target, DeviceNoise? drawn, Encode encode, Func<Tensor, Tensor> decode)
    {
        (Tensor latent, Tensor? divergence) = encode(input, drawn);
        Tensor error = F.mse_loss(decode(latent), target);
        return divergence is null ? error : error.Plus(divergence.mean().Times(2 * options.DecoderVariance / target.shape[1]));
    }

    // The loss without noise over the rows held out; over the training rows where there are none.
    private double ValidationLoss(Func<Tensor, Tensor> represent, Encode encode, Func<Tensor, Tensor> decode)
    {
        ArraySegment<int> held = unlabelled.Validation.Count > 0 ? unlabelled.Validation : unlabelled.Train;
        double total = 0;
        for (int start = 0; start < held.Count; start += ValidationBatch)
        {
            using var scope = NewDisposeScope();
            int count = Math.Min(ValidationBatch, held.Count - start);
            Tensor target = represent(rows.Load(held.AsSpan(start, count)));
            total += Loss(target, target, null, encode, decode).item<float>() * (double)count;
        }
        return total / held.Count;
    }
}
