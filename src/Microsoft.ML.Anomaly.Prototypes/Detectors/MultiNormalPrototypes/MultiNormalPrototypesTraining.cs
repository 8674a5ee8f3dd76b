using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Metrics;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The training of MNP: pre-training of the autoencoder, prototypes by k-means on the latent vectors, joint training.
/// </summary>
internal sealed class MultiNormalPrototypesTraining : DetectorTraining<MultiNormalPrototypesTrainer.Options>
{
    // k-means sees at most this many latent vectors.
    private const int MaximumClusteringRows = 20_000;

    private readonly TrainingRows _rows;
    private readonly TrainingSplit _split;

    public MultiNormalPrototypesTraining(
        MultiNormalPrototypesTrainer.Options options, TrainingRows rows, int seed, Device device, TrainingReporter reporter)
        : base(options, rows.Features, FeatureScaling.Create(rows.Minimum, rows.Maximum, options.NormalizeFeatures), seed, device, reporter)
    {
        _rows = rows;
        _split = TrainingSplit.Create(rows, options.MinimumAnomaliesForValidation, Seeds.HoldOut);
    }

    /// <exception cref="OperationCanceledException">The caller has cancelled before there was a model worth having.</exception>
    /// <exception cref="InvalidOperationException">The losses became infinite or NaN in the first epoch.</exception>
    public (MultiNormalPrototypesModel Model, float Threshold) Run()
    {
        using var scope = NewDisposeScope();
        Random initialization = Seeds.Initialization;
        int inputs = Scaling.OutputWidth, latent = Options.LatentSize;
        int hidden = Options.HiddenSize > 0 ? Options.HiddenSize : Autoencoder.DefaultHiddenSize(inputs, latent, Options.MaximumHiddenSize);
        // The network takes over the autoencoder and disposes it.
        var autoencoder = new Autoencoder(inputs, hidden, latent, initialization, Device, Options.Encoder);
        using DeviceNoise? latentNoise = Options.Encoder == EncoderKind.Variational ? new DeviceNoise(Seeds.LatentNoise, Device) : null;
        MultiNormalPrototypesNetwork? network = null;
        try
        {
            new AutoencoderPretraining(autoencoder, Options, DeviceRows, _split.Pretraining, Seeds, latentNoise, Loop).Run();
            float[][] prototypes = InitialPrototypes(autoencoder);
            network = new MultiNormalPrototypesNetwork(
                autoencoder, prototypes, Options.ScoreHiddenSize, Options.KernelDegree, Options.ScoreInputs, initialization, Device);
            TrainJointly(network, latentNoise);
            MultiNormalPrototypesModel model = ToModel(network);
            model = model.WithPrototypeLengths(LatentLengths.Measure(model, _rows.Features, _rows.Unlabelled));
            // Rows that were trained on tell little of a threshold: those held out are used where there are anomalies among them.
            bool heldOut = _split.ValidatesOnAnomalies;
            return (model, ThresholdChoice.Choose(
                Options.Threshold, model, _rows.Features, heldOut ? _split.Anomalies.Validation : _rows.Anomalies,
                heldOut ? _split.Unlabelled.Validation : _rows.Unlabelled, Reporter));
        }
        finally
        {
            network?.Dispose();
            autoencoder.Dispose();
        }
    }

    private float[][] InitialPrototypes(Autoencoder autoencoder)
    {
        Random random = Seeds.Clustering;
        bool fromValidation = Options.PrototypeInitialization == PrototypeInitialization.ValidationNormals;
        int[] rows = RowSample.Take(fromValidation ? _rows.ValidationNormals : _rows.Unlabelled, MaximumClusteringRows, random);
        float[][] points = [.. DeviceRows.Map(rows, autoencoder.Encoder.Forward, Options.CancellationToken).Chunk(Options.LatentSize)];
        if (Options.SphericalClustering)
            points = [.. points.Select(UnitLength)];
        if (Options.NumberOfPrototypes > points.Length)
        {
            throw new InvalidOperationException(
                $"The option NumberOfPrototypes is {Options.NumberOfPrototypes}, but there are only {points.Length} rows to take them from.");
        }
        KMeans.Clustering clustering = Options.NumberOfPrototypes > 0
            ? KMeans.Fit(points, Options.NumberOfPrototypes, random)
            : ClusterCount.Choose(points, Options.MaximumNumberOfPrototypes, random);
        string how = Options.NumberOfPrototypes > 0 ? "as asked for" : "chosen by the silhouette coefficient";
        Reporter.Info($"{clustering.Centres.Length} prototypes, {how}.");
        return clustering.Centres;
    }

    private static float[] UnitLength(float[] vector)
    {
        float norm = MathF.Max(MathF.Sqrt(vector.Sum(v => v * v)), MultiNormalPrototypesNetwork.SmallestNorm);
        return [.. vector.Select(v => v / norm)];
    }

    private void TrainJointly(MultiNormalPrototypesNetwork network, DeviceNoise? latentNoise)
    {
        var loss = new MultiNormalPrototypesLoss(Options);
        using var balancing = new DynamicWeightAveraging(
            Options.Balancing, Options.BalancingTemperature, MultiNormalPrototypesLoss.Names.Length, Device);
        using var parameters = new FlatParameters(network.parameters());
        using var optimizer = new FlatAdam(parameters, Options.LearningRate, weightDecay: Options.L2Regularization);
        var sampler = new BatchSampler(_split.Unlabelled.Train, _split.Anomalies.Train, Seeds.JointBatches);
        int draw = Options.UnlabelledDraw > 0 ? Options.UnlabelledDraw : _split.Unlabelled.Train.Count;
        int unlabelled = sampler.UnlabelledBatchSize(Math.Min(Options.BatchSize, draw));
        var batches = new Batches(DeviceRows);
        using InputNoise? noise = Options.JointNoiseScale > 0
            ? InputNoise.Create(Options.JointNoiseScale, _rows, Scaling, Seeds.JointNoise, Device)
            : null;

        int epochs = _split.ValidatesOnAnomalies ? Options.MaximumNumberOfEpochs : Options.NumberOfEpochsWithoutValidation;
        var phase = new TrainingPhase("Joint training", epochs, Options.BatchesPerEpoch, Step)
        {
            MaximumSteps = Options.MaximumNumberOfSteps,
            LossNames = MultiNormalPrototypesLoss.Names,
            LossesAddUp = true,
            GivesAModel = true,
            BeginEpoch = DrawBatches,
            EndEpoch = balancing.EndEpoch,
        };
        using KeptWeights kept = _split.ValidatesOnAnomalies
            ? KeptWeights.Best([parameters.Values], () => ValidationFigure(network), new EarlyStopping(Options.Patience, Options.MinimumImprovement))
            : KeptWeights.MeanFrom([parameters.Values], (int)(phase.Epochs * (1 - Options.AveragedShare)) + 1);
        phase.Keep = kept;
        Loop.Run(phase);

        void DrawBatches(int epoch, int steps)
        {
            if (Options.UnlabelledDraw > 0)
                sampler.DrawPool(draw);
            batches.Begin(Enumerable.Range(0, steps).Select(_ =>
            {
                var batch = new int[unlabelled + Options.AnomalyBatchSize];
                sampler.DrawUnlabelled(batch.AsSpan(0, unlabelled));
                sampler.DrawAnomalies(batch.AsSpan(unlabelled));
                return batch;
            }));
        }

        Tensor Step()
        {
            // One forward pass for both parts: no layer mixes the rows of a batch.
            Tensor x = batches.Next();
            Tensor losses = loss.Losses(network.Forward(noise?.AddTo(x) ?? x, latentNoise), unlabelled);
            optimizer.Minimize(balancing.Total(losses));
            return losses.detach();
        }
    }

    // (1 - area under the precision-recall curve) + (1 - area under the ROC curve) of the anomalies held out against the unlabelled rows held out.
    private double ValidationFigure(MultiNormalPrototypesNetwork network)
    {
        int[] rows = [.. _split.Anomalies.Validation, .. _split.Unlabelled.Validation];
        float[] scores = DeviceRows.Map(rows, x => network.Forward(x).Score);
        bool[] isAnomaly = [.. rows.Select((_, i) => i < _split.Anomalies.Validation.Count)];
        return 2 - RankingMetrics.TrapezoidalPrecisionRecallArea(scores, isAnomaly) - RankingMetrics.AreaUnderRocCurve(scores, isAnomaly);
    }

    private MultiNormalPrototypesModel ToModel(MultiNormalPrototypesNetwork network) => new(
        Scaling, network.Autoencoder.Encoder.Freeze(), network.Autoencoder.Decoder.Freeze(), network.ScoreHead.Freeze(),
        TensorValues.ToArray(network.Prototypes), Options.KernelDegree, Options.ScoreInputs);
}
