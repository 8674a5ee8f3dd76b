using System.Runtime.InteropServices;
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
    Autoencoder autoencoder, MultiNormalPrototypesTrainer.Options options, BatchLoader loader, HoldOut unlabelled, SeedSequence seeds,
    TrainingReporter reporter)
{
    private const int ValidationBatch = 1024;

    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public void Run()
    {
        // Noise and batches have generators of their own, one after another for the three stages.
        Random noise = seeds.Noise;
        var sampler = new BatchSampler(unlabelled.Train, [], seeds.Batches);
        Stage("Pre-training of the outer layers", [autoencoder.EncoderHidden, autoencoder.DecoderOutput], sampler,
            new RowNoise(options.NoiseScale, noise),
            x => x,
            x => Autoencoder.Layer(autoencoder.DecoderOutput, Autoencoder.Layer(autoencoder.EncoderHidden, x)));
        Stage("Pre-training of the inner layers", [autoencoder.EncoderLatent, autoencoder.DecoderHidden], sampler,
            new RowNoise(options.NoiseScale, noise),
            x => Autoencoder.Layer(autoencoder.EncoderHidden, x),
            h => Autoencoder.Layer(autoencoder.DecoderHidden, Autoencoder.Layer(autoencoder.EncoderLatent, h)));
        Stage("Pre-training of the autoencoder",
            [autoencoder.EncoderHidden, autoencoder.EncoderLatent, autoencoder.DecoderHidden, autoencoder.DecoderOutput], sampler,
            null,
            x => x,
            x => autoencoder.Decode(autoencoder.Encode(x)));
    }

    // Minimises the mean squared error between reconstruct(represent(x) + noise) and represent(x) over the given layers.
    private void Stage(
        string phase, Linear[] layers, BatchSampler sampler, RowNoise? noise, Func<Tensor, Tensor> represent, Func<Tensor, Tensor> reconstruct)
    {
        Parameter[] parameters = [.. layers.SelectMany(layer => layer.parameters())];
        using var optimizer = optim.Adam(parameters, options.LearningRate, weight_decay: options.L2Regularization);
        using var best = new WeightSnapshot(parameters);
        var stopping = new EarlyStopping(options.Patience, options.MinimumImprovement);
        int[] batch = new int[sampler.UnlabelledBatchSize(options.PretrainingBatchSize)];
        for (int epoch = 1; epoch <= options.MaximumNumberOfPretrainingEpochs && !stopping.ShouldStop; epoch++)
        {
            using var epochScope = NewDisposeScope();
            Tensor sum = zeros(1, device: layers[0].weight!.device);
            for (int b = 0; b < options.BatchesPerEpoch; b++)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                sampler.DrawUnlabelled(batch);
                Tensor target, input;
                using (no_grad())
                {
                    target = represent(loader.Load(batch));
                    input = noise is null ? target : AddNoise(target, batch, noise);
                }
                optimizer.zero_grad();
                Tensor loss = F.mse_loss(reconstruct(input), target);
                loss.backward();
                optimizer.step();
                sum.add_(loss.detach());
            }
            double error = ValidationError(represent, reconstruct);
            reporter.Epoch(phase, epoch, options.MaximumNumberOfPretrainingEpochs, sum.item<float>() / options.BatchesPerEpoch, error);
            if (stopping.IsImprovement(error))
                best.Take();
        }
        best.Restore();
    }

    private static Tensor AddNoise(Tensor representation, int[] rows, RowNoise noise)
    {
        Tensor added = zeros(representation.shape, dtype: float32, device: CPU);
        Span<float> values = MemoryMarshal.Cast<byte, float>(added.bytes);
        int width = values.Length / rows.Length;
        for (int i = 0; i < rows.Length; i++)
            noise.AddTo(values.Slice(i * width, width), rows[i]);
        return representation + added.to(representation.device);
    }

    // The mean squared error without noise over the rows held out; over the training rows where there are none.
    private double ValidationError(Func<Tensor, Tensor> represent, Func<Tensor, Tensor> reconstruct)
    {
        ArraySegment<int> rows = unlabelled.Validation.Count > 0 ? unlabelled.Validation : unlabelled.Train;
        using var noGradient = no_grad();
        double total = 0;
        for (int start = 0; start < rows.Count; start += ValidationBatch)
        {
            using var scope = NewDisposeScope();
            int count = Math.Min(ValidationBatch, rows.Count - start);
            Tensor target = represent(loader.Load(rows.AsSpan(start, count)));
            total += F.mse_loss(reconstruct(target), target).item<float>() * (double)count;
        }
        return total / rows.Count;
    }
}
