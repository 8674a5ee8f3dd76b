using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The training of WVAD: pre-training of the autoencoder, a mixture by expectation maximization on the latent vectors, joint training in
/// two stages.
/// </summary>
internal sealed class WvadTraining : IDisposable
{
    private readonly WvadTrainer.Options _options;
    private readonly Device _device;
    private readonly TrainingRows _rows;
    private readonly TrainingReporter _reporter;
    private readonly SeedSequence _seeds;
    private readonly FeatureScaling _scaling;
    private readonly TrainingLoop _loop;
    private readonly DeviceRows _deviceRows;

    public WvadTraining(WvadTrainer.Options options, TrainingRows rows, int seed, Device device, TrainingReporter reporter)
    {
        (_options, _rows, _device, _reporter) = (options, rows, device, reporter);
        _seeds = new SeedSequence(seed);
        _scaling = FeatureScaling.Create(rows.Minimum, rows.Maximum, options.NormalizeFeatures);
        _loop = new TrainingLoop(reporter, device, options.CancellationToken);
        _deviceRows = new DeviceRows(rows.Features, _scaling, device);
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
            GaussianMixture mixture = new WvadMixtureStart(_options, _rows.Unlabelled, _deviceRows, _seeds.Clustering, _reporter).Fit(autoencoder);
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

    public void Dispose() => _deviceRows.Dispose();

    // Minimises L1 = mean over the unlabelled rows of |x - x̂(m)|², without noise.
    private void Pretrain(WvadAutoencoder autoencoder)
    {
        using var parameters = new FlatParameters(autoencoder.parameters());
        using var optimizer = new FlatAdam(parameters, _options.LearningRate);
        var sampler = new BatchSampler(_rows.Unlabelled, [], _seeds.Batches);
        var batches = new Batches(_deviceRows);
        int steps = StepsFor(_rows.Unlabelled.Length);
        _loop.Run(new TrainingPhase("Pre-training", _options.Schedule.Pretraining, steps, Step)
        {
            BeginEpoch = (_, _) => batches.Begin(Divide(sampler, _rows.Unlabelled.Length)),
        });

        Tensor Step()
        {
            Tensor x = batches.Next();
            Tensor loss = F.mse_loss(autoencoder.Decoder.Forward(autoencoder.Encode(x).Mean), x).Times(x.shape[1]);
            optimizer.Minimize(loss);
            return loss.detach();
        }
    }

    private void TrainJointly(WvadNetwork network)
    {
        int first = _options.Schedule.First, second = SecondStageEpochs();
        var loss = new WvadLoss(_options.AnomalyTerm, _options.AnomalyMargin);
        using var parameters = new FlatParameters(network.parameters());
        using var optimizer = new FlatAdam(parameters, _options.LearningRate);
        using KeptWeights kept = KeptWeights.MeanFrom(
            [parameters.Values], first + second - (int)Math.Round(_options.AveragedShare * (second > 0 ? second : first)) + 1);
        var sampler = new BatchSampler(_rows.Unlabelled, _rows.Anomalies, _seeds.JointBatches);
        using var noise = new DeviceNoise(_seeds.Noise, _device);
        var batches = new Batches(_deviceRows);
        float scoreWeight = 0;
        _loop.Run(new TrainingPhase("Joint training", first + second, StepsFor(JointRows), Step)
        {
            GivesAModel = true,
            BeginEpoch = BeginEpoch,
            Keep = kept,
        });

        void BeginEpoch(int epoch, int steps)
        {
            scoreWeight = epoch <= first ? _options.FirstStageScoreWeight : _options.SecondStageScoreWeight;
            if (_options.UnlabelledDraw > 0)
                sampler.DrawPool(JointRows);
            batches.Begin(Divide(sampler, JointRows).Select(unlabelled =>
            {
                int[] batch = [.. unlabelled, .. new int[_options.AnomalyBatchSize]];
                sampler.DrawAnomalies(batch.AsSpan(unlabelled.Length));
                return batch;
            }));
        }

        Tensor Step()
        {
            // One forward pass for both parts: nothing before the loss mixes the rows of a batch.
            Tensor x = batches.Next();
            long rows = x.shape[0];
            Tensor total = loss.Total(network.Forward(x, noise.Next(rows, _options.LatentSize)), rows - _options.AnomalyBatchSize, scoreWeight);
            optimizer.Minimize(total);
            return total.detach();
        }
    }

    // The unlabelled rows that an epoch of the joint training sees.
    private int JointRows =>
        _options.UnlabelledDraw > 0 ? Math.Min(_options.UnlabelledDraw, _rows.Unlabelled.Length) : _rows.Unlabelled.Length;

    // As many as their steps allow.
    private int SecondStageEpochs()
    {
        int epochs = _options.Schedule.Second, limit = _options.MaximumNumberOfSecondStageSteps, steps = StepsFor(JointRows);
        return limit == 0 ? epochs : Math.Min(epochs, (limit + steps - 1) / steps);
    }

    private int StepsFor(int rows) => (rows + _options.BatchSize - 1) / _options.BatchSize;

    // Unlabelled rows in a new order, in batches of almost equal size.
    private int[][] Divide(BatchSampler sampler, int rows)
    {
        int[] order = new int[rows];
        sampler.DrawUnlabelled(order);
        int count = StepsFor(rows);
        return [.. Enumerable.Range(0, count).Select(i => order[(int)((long)i * rows / count)..(int)((i + 1L) * rows / count)])];
    }
}
