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
internal sealed class WvadTraining : DetectorTraining<WvadTrainer.Options>
{
    private readonly TrainingRows _rows;

    public WvadTraining(WvadTrainer.Options options, TrainingRows rows, int seed, Device device, TrainingReporter reporter)
        : base(options, rows.Features, FeatureScaling.Create(rows.Minimum, rows.Maximum, options.NormalizeFeatures), seed, device, reporter)
    {
        _rows = rows;
    }

    /// <exception cref="OperationCanceledException">The caller has cancelled before there was a model worth having.</exception>
    /// <exception cref="InvalidOperationException">There are fewer rows than clusters, or the loss became infinite or NaN in the first epoch.</exception>
    public (WvadModel Model, float Threshold) Run()
    {
        if (Options.NumberOfClusters > _rows.Unlabelled.Length)
        {
            throw new InvalidOperationException(
                $"The option NumberOfClusters is {Options.NumberOfClusters}, but there are only {_rows.Unlabelled.Length} unlabelled rows.");
        }
        using var scope = NewDisposeScope();
        Random initialization = Seeds.Initialization;
        // The network takes over the autoencoder and disposes it.
        var autoencoder = new WvadAutoencoder(
            Scaling.OutputWidth, Options.OuterHiddenSize, Options.InnerHiddenSize, Options.LatentSize, initialization, Device);
        WvadNetwork? network = null;
        try
        {
            Pretrain(autoencoder);
            GaussianMixture mixture = new WvadMixtureStart(Options, _rows.Unlabelled, DeviceRows, Seeds.Clustering, Reporter).Fit(autoencoder);
            float precision = Options.DecoderPrecision > 0
                ? Options.DecoderPrecision
                : WvadPrecision.Of(Scaling.ScaleLengths(FeatureMoments.Measure(_rows).Deviation));
            network = new WvadNetwork(autoencoder, mixture, precision, Options, initialization, Device);
            TrainJointly(network);
            WvadModel model = WvadModel.Of(network, Scaling, Options.ScoreFeatures);
            return (model, ThresholdChoice.Choose(Options.Threshold, model, _rows.Features, _rows.Anomalies, _rows.Unlabelled, Reporter));
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
        using var parameters = new FlatParameters(autoencoder.parameters());
        using var optimizer = new FlatAdam(parameters, Options.LearningRate);
        var sampler = new BatchSampler(_rows.Unlabelled, [], Seeds.Batches);
        var batches = new Batches(DeviceRows);
        int steps = StepsFor(_rows.Unlabelled.Length);
        Loop.Run(new TrainingPhase("Pre-training", Options.Schedule.Pretraining, steps, Step)
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
        int first = Options.Schedule.First, second = SecondStageEpochs();
        var loss = new WvadLoss(Options.AnomalyTerm, Options.AnomalyMargin);
        using var parameters = new FlatParameters(network.parameters());
        using var optimizer = new FlatAdam(parameters, Options.LearningRate);
        using KeptWeights kept = KeptWeights.MeanFrom(
            [parameters.Values], first + second - (int)Math.Round(Options.AveragedShare * (second > 0 ? second : first)) + 1);
        var sampler = new BatchSampler(_rows.Unlabelled, _rows.Anomalies, Seeds.JointBatches);
        using var noise = new DeviceNoise(Seeds.Noise, Device);
        var batches = new Batches(DeviceRows);
        float scoreWeight = 0;
        Loop.Run(new TrainingPhase("Joint training", first + second, StepsFor(JointRows), Step)
        {
            GivesAModel = true,
            BeginEpoch = BeginEpoch,
            Keep = kept,
        });

        void BeginEpoch(int epoch, int steps)
        {
            scoreWeight = epoch <= first ? Options.FirstStageScoreWeight : Options.SecondStageScoreWeight;
            if (Options.UnlabelledDraw > 0)
                sampler.DrawPool(JointRows);
            batches.Begin(Divide(sampler, JointRows).Select(unlabelled =>
            {
                int[] batch = [.. unlabelled, .. new int[Options.AnomalyBatchSize]];
                sampler.DrawAnomalies(batch.AsSpan(unlabelled.Length));
                return batch;
            }));
        }

        Tensor Step()
        {
            // One forward pass for both parts: nothing before the loss mixes the rows of a batch.
            Tensor x = batches.Next();
            long rows = x.shape[0];
            Tensor total = loss.Total(network.Forward(x, noise.Next(rows, Options.LatentSize)), rows - Options.AnomalyBatchSize, scoreWeight);
            optimizer.Minimize(total);
            return total.detach();
        }
    }

    // The unlabelled rows that an epoch of the joint training sees.
    private int JointRows =>
        Options.UnlabelledDraw > 0 ? Math.Min(Options.UnlabelledDraw, _rows.Unlabelled.Length) : _rows.Unlabelled.Length;

    // As many as their steps allow.
    private int SecondStageEpochs()
    {
        int epochs = Options.Schedule.Second, limit = Options.MaximumNumberOfSecondStageSteps, steps = StepsFor(JointRows);
        return limit == 0 ? epochs : Math.Min(epochs, (limit + steps - 1) / steps);
    }

    private int StepsFor(int rows) => (rows + Options.BatchSize - 1) / Options.BatchSize;

    // Unlabelled rows in a new order, in batches of almost equal size.
    private int[][] Divide(BatchSampler sampler, int rows)
    {
        int[] order = new int[rows];
        sampler.DrawUnlabelled(order);
        int count = StepsFor(rows);
        return [.. Enumerable.Range(0, count).Select(i => order[(int)((long)i * rows / count)..(int)((i + 1L) * rows / count)])];
    }
}
