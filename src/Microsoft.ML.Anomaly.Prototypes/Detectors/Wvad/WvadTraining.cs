using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The training of WVAD: pre-training of the autoencoder, a mixture by expectation maximization on the latent vectors, joint training in
/// two stages.
/// </summary>
internal sealed class WvadTraining
{
    private readonly WvadTrainer.Options _options;
    private readonly Device _device;
    private readonly TrainingRows _rows;
    private readonly TrainingReporter _reporter;
    private readonly SeedSequence _seeds;
    private readonly FeatureScaling _scaling;
    private readonly BatchLoader _loader;

    public WvadTraining(WvadTrainer.Options options, TrainingRows rows, int seed, Device device, TrainingReporter reporter)
    {
        (_options, _rows, _device, _reporter) = (options, rows, device, reporter);
        _seeds = new SeedSequence(seed);
        _scaling = FeatureScaling.Create(rows.Minimum, rows.Maximum, options.NormalizeFeatures);
        _loader = new BatchLoader(rows.Features, _scaling, device);
    }

    /// <exception cref="OperationCanceledException">The caller has cancelled before there was a model worth having.</exception>
    /// <exception cref="InvalidOperationException">There are fewer rows than clusters, or the loss became infinite or NaN in the first epoch.</exception>
    public (WvadModel Model, float Threshold) Run()
    {
        if (_options.NumberOfClusters > _rows.Unlabelled.Length)
        {
            throw new InvalidOperationException(
                $"The option NumberOfClusters is {_options.NumberOfClusters}, but there are only {_rows.Unlabelled.Length} unlabelled rows.");
        }
        using var scope = NewDisposeScope();
        Random initialization = _seeds.Initialization;
        // The network takes over the autoencoder and disposes it.
        var autoencoder = new WvadAutoencoder(
            _scaling.OutputWidth, _options.OuterHiddenSize, _options.InnerHiddenSize, _options.LatentSize, initialization, _device);
        WvadNetwork? network = null;
        try
        {
            Pretrain(autoencoder);
            GaussianMixture mixture = new WvadMixtureStart(_options, _rows.Unlabelled, _loader, _seeds.Clustering, _reporter).Fit(autoencoder);
            float precision = _options.DecoderPrecision > 0
                ? _options.DecoderPrecision
                : WvadPrecision.Of(_scaling.ScaleLengths(FeatureMoments.Measure(_rows).Deviation));
            network = new WvadNetwork(autoencoder, mixture, precision, _options, initialization, _device);
            TrainJointly(network);
            WvadModel model = WvadModel.Of(network, _scaling, _options.ScoreFeatures);
            return (model, ThresholdChoice.Choose(_options.Threshold, model, _rows.Features, _rows.Anomalies, _rows.Unlabelled, _reporter));
        }
        finally
        {
            network?.Dispose();
            autoencoder.Dispose();
        }
    }

    // Minimises L1 = mean over the unlabelled rows of |x - x̂(m)|², without noise.
    private void Pretrain(WvadAutoencoder autoencoder)
    {
        int epochs = _options.Schedule.Pretraining;
        using var optimizer = optim.Adam(autoencoder.parameters(), _options.LearningRate);
        var sampler = new BatchSampler(_rows.Unlabelled, [], _seeds.Batches);
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            using var epochScope = NewDisposeScope();
            Tensor sum = zeros(1, device: _device);
            int[][] batches = Batches(sampler, _rows.Unlabelled.Length);
            foreach (int[] batch in batches)
            {
                _options.CancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                Tensor x = _loader.Load(batch);
                Tensor loss = F.mse_loss(autoencoder.Decode(autoencoder.Encode(x).Mean), x) * x.shape[1];
                loss.backward();
                optimizer.step();
                sum.add_(loss.detach());
            }
            _reporter.Epoch("Pre-training", epoch, epochs, sum.item<float>() / batches.Length);
        }
    }

    private void TrainJointly(WvadNetwork network)
    {
        int first = _options.Schedule.First, second = SecondStageEpochs();
        var loss = new WvadLoss(_options.AnomalyTerm, _options.AnomalyMargin);
        Parameter[] parameters = [.. network.parameters()];
        using var optimizer = optim.Adam(parameters, _options.LearningRate);
        using var kept = new WeightSnapshot(parameters);
        int firstAveraged = first + second - (int)Math.Round(_options.AveragedShare * (second > 0 ? second : first)) + 1;
        var sampler = new BatchSampler(_rows.Unlabelled, _rows.Anomalies, _seeds.JointBatches);
        Random noise = _seeds.Noise;
        for (int epoch = 1; epoch <= first + second; epoch++)
        {
            float scoreWeight = epoch <= first ? _options.FirstStageScoreWeight : _options.SecondStageScoreWeight;
            if (_options.UnlabelledDraw > 0)
                sampler.DrawPool(JointRows);
            using var epochScope = NewDisposeScope();
            Tensor sum = zeros(1, device: _device);
            int[][] batches = Batches(sampler, JointRows);
            foreach (int[] unlabelled in batches)
            {
                if (_options.CancellationToken.IsCancellationRequested)
                {
                    if (epoch == 1)
                        throw new OperationCanceledException(_options.CancellationToken);
                    _reporter.Warning($"Cancelled in epoch {epoch} of the joint training; the model so far is kept.");
                    kept.Restore();
                    return;
                }
                using var scope = NewDisposeScope();
                int[] batch = new int[unlabelled.Length + _options.AnomalyBatchSize];
                unlabelled.CopyTo(batch, 0);
                sampler.DrawAnomalies(batch.AsSpan(unlabelled.Length));
                optimizer.zero_grad();
                // One forward pass for both parts: nothing before the loss mixes the rows of a batch.
                WvadOutput output = network.Forward(_loader.Load(batch), Noise(batch.Length, noise));
                Tensor value = loss.Total(output, unlabelled.Length, scoreWeight);
                value.backward();
                optimizer.step();
                sum.add_(value.detach());
            }
            double mean = sum.item<float>() / batches.Length;
            _reporter.Epoch("Joint training", epoch, first + second, mean);
            if (!double.IsFinite(mean))
            {
                if (epoch == 1)
                {
                    throw new InvalidOperationException(
                        "The training has diverged: the loss is not a finite number. Lower the option LearningRate, or scale the features (NormalizeFeatures).");
                }
                _reporter.Warning($"The loss of epoch {epoch} is not a finite number; the model of the epochs before is kept.");
                break;
            }
            if (epoch <= firstAveraged)
                kept.Take();
            else
                kept.TakeIntoMean(epoch - firstAveraged + 1);
        }
        kept.Restore();
    }

    // The unlabelled rows that an epoch of the joint training sees.
    private int JointRows =>
        _options.UnlabelledDraw > 0 ? Math.Min(_options.UnlabelledDraw, _rows.Unlabelled.Length) : _rows.Unlabelled.Length;

    // As many as their steps allow.
    private int SecondStageEpochs()
    {
        int epochs = _options.Schedule.Second, limit = _options.MaximumNumberOfSecondStageSteps, steps = Steps(JointRows);
        return limit == 0 ? epochs : Math.Min(epochs, (limit + steps - 1) / steps);
    }

    private int Steps(int rows) => (rows + _options.BatchSize - 1) / _options.BatchSize;

    // Unlabelled rows in a new order, in batches of almost equal size.
    private int[][] Batches(BatchSampler sampler, int rows)
    {
        int[] order = new int[rows];
        sampler.DrawUnlabelled(order);
        int count = Steps(rows);
        return [.. Enumerable.Range(0, count).Select(i => order[(int)((long)i * rows / count)..(int)((i + 1L) * rows / count)])];
    }

    private Tensor Noise(int rows, Random random)
    {
        Tensor noise = empty(rows, _options.LatentSize, dtype: float32, device: CPU);
        NormalNoise.Fill(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(noise.bytes), 1, random);
        return noise.to(_device);
    }
}
