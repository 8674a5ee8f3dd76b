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
internal sealed class MultiNormalPrototypesTraining : IDisposable
{
    // k-means sees at most this many latent vectors.
    private const int MaximumClusteringRows = 20_000;

    private readonly MultiNormalPrototypesTrainer.Options _options;
    private readonly Device _device;
    private readonly TrainingRows _rows;
    private readonly TrainingReporter _reporter;
    private readonly SeedSequence _seeds;
    private readonly FeatureScaling _scaling;
    private readonly TrainingLoop _loop;
    private readonly DeviceRows _deviceRows;
    private readonly TrainingSplit _split;

    public MultiNormalPrototypesTraining(
        MultiNormalPrototypesTrainer.Options options, TrainingRows rows, int seed, Device device, TrainingReporter reporter)
    {
        (_options, _rows, _device, _reporter) = (options, rows, device, reporter);
        _seeds = new SeedSequence(seed);
        _scaling = FeatureScaling.Create(rows.Minimum, rows.Maximum, options.NormalizeFeatures);
        _loop = new TrainingLoop(reporter, device, options.CancellationToken);
        _deviceRows = new DeviceRows(rows.Features, _scaling, device);
        _split = TrainingSplit.Create(rows, options.MinimumAnomaliesForValidation, _seeds.HoldOut);
    }

    /// <exception cref="OperationCanceledException">The caller has cancelled before there was a model worth having.</exception>
    /// <exception cref="InvalidOperationException">The losses became infinite or NaN in the first epoch.</exception>
    public (MultiNormalPrototypesModel Model, float Threshold) Run()
    {
        using var scope = NewDisposeScope();
        Random initialization = _seeds.Initialization;
        int inputs = _scaling.OutputWidth, latent = _options.LatentSize;
        int hidden = _options.HiddenSize > 0 ? _options.HiddenSize : Autoencoder.DefaultHiddenSize(inputs, latent, _options.MaximumHiddenSize);
        // The network takes over the autoencoder and disposes it.
        var autoencoder = new Autoencoder(inputs, hidden, latent, initialization, _device);
        MultiNormalPrototypesNetwork? network = null;
        try
        {
            new AutoencoderPretraining(autoencoder, _options, _deviceRows, _split.Pretraining, _seeds, _loop).Run();
            float[][] prototypes = InitialPrototypes(autoencoder);
            network = new MultiNormalPrototypesNetwork(
                autoencoder, prototypes, _options.ScoreHiddenSize, _options.KernelDegree, _options.ScoreInputs, initialization, _device);
            TrainJointly(network);
            MultiNormalPrototypesModel model = ToModel(network);
            model = model.WithPrototypeLengths(LatentLengths.Measure(model, _rows.Features, _rows.Unlabelled));
            // Rows that were trained on tell little of a threshold: those held out are used where there are anomalies among them.
            bool heldOut = _split.ValidatesOnAnomalies;
            return (model, ThresholdChoice.Choose(
                _options.Threshold, model, _rows.Features, heldOut ? _split.Anomalies.Validation : _rows.Anomalies,
                heldOut ? _split.Unlabelled.Validation : _rows.Unlabelled, _reporter));
        }
        finally
        {
            network?.Dispose();
            autoencoder.Dispose();
        }
    }

    public void Dispose() => _deviceRows.Dispose();

    private float[][] InitialPrototypes(Autoencoder autoencoder)
    {
        Random random = _seeds.Clustering;
        bool fromValidation = _options.PrototypeInitialization == PrototypeInitialization.ValidationNormals;
        int[] rows = RowSample.Take(fromValidation ? _rows.ValidationNormals : _rows.Unlabelled, MaximumClusteringRows, random);
        float[][] points = [.. _deviceRows.Map(rows, autoencoder.Encoder.Forward, _options.CancellationToken).Chunk(_options.LatentSize)];
        if (_options.SphericalClustering)
            points = [.. points.Select(UnitLength)];
        if (_options.NumberOfPrototypes > points.Length)
        {
            throw new InvalidOperationException(
                $"The option NumberOfPrototypes is {_options.NumberOfPrototypes}, but there are only {points.Length} rows to take them from.");
        }
        KMeans.Clustering clustering = _options.NumberOfPrototypes > 0
            ? KMeans.Fit(points, _options.NumberOfPrototypes, random)
            : ClusterCount.Choose(points, _options.MaximumNumberOfPrototypes, random);
        string how = _options.NumberOfPrototypes > 0 ? "as asked for" : "chosen by the silhouette coefficient";
        _reporter.Info($"{clustering.Centres.Length} prototypes, {how}.");
        return clustering.Centres;
    }

    private static float[] UnitLength(float[] vector)
    {
        float norm = MathF.Max(MathF.Sqrt(vector.Sum(v => v * v)), MultiNormalPrototypesNetwork.SmallestNorm);
        return [.. vector.Select(v => v / norm)];
    }

    private void TrainJointly(MultiNormalPrototypesNetwork network)
    {
        var loss = new MultiNormalPrototypesLoss(_options);
        using var balancing = new DynamicWeightAveraging(
            _options.Balancing, _options.BalancingTemperature, MultiNormalPrototypesLoss.Names.Length, _device);
        using var parameters = new FlatParameters(network.parameters());
        using var optimizer = new FlatAdam(parameters, _options.LearningRate, weightDecay: _options.L2Regularization);
        var sampler = new BatchSampler(_split.Unlabelled.Train, _split.Anomalies.Train, _seeds.JointBatches);
        int draw = _options.UnlabelledDraw > 0 ? _options.UnlabelledDraw : _split.Unlabelled.Train.Count;
        int unlabelled = sampler.UnlabelledBatchSize(Math.Min(_options.BatchSize, draw));
        var batches = new Batches(_deviceRows);
        using InputNoise? noise = _options.JointNoiseScale > 0
            ? InputNoise.Create(_options.JointNoiseScale, _rows, _scaling, _seeds.JointNoise, _device)
            : null;

        int epochs = _split.ValidatesOnAnomalies ? _options.MaximumNumberOfEpochs : _options.NumberOfEpochsWithoutValidation;
        var phase = new TrainingPhase("Joint training", epochs, _options.BatchesPerEpoch, Step)
        {
            MaximumSteps = _options.MaximumNumberOfSteps,
            LossNames = MultiNormalPrototypesLoss.Names,
            LossesAddUp = true,
            GivesAModel = true,
            BeginEpoch = DrawBatches,
            EndEpoch = balancing.EndEpoch,
        };
        using KeptWeights kept = _split.ValidatesOnAnomalies
            ? KeptWeights.Best([parameters.Values], () => ValidationFigure(network), new EarlyStopping(_options.Patience, _options.MinimumImprovement))
            : KeptWeights.MeanFrom([parameters.Values], (int)(phase.Epochs * (1 - _options.AveragedShare)) + 1);
        phase.Keep = kept;
        _loop.Run(phase);

        void DrawBatches(int epoch, int steps)
        {
            if (_options.UnlabelledDraw > 0)
                sampler.DrawPool(draw);
            batches.Begin(Enumerable.Range(0, steps).Select(_ =>
            {
                var batch = new int[unlabelled + _options.AnomalyBatchSize];
                sampler.DrawUnlabelled(batch.AsSpan(0, unlabelled));
                sampler.DrawAnomalies(batch.AsSpan(unlabelled));
                return batch;
            }));
        }

        Tensor Step()
        {
            // One forward pass for both parts: no layer mixes the rows of a batch.
            Tensor x = batches.Next();
            Tensor losses = loss.Losses(network.Forward(noise?.AddTo(x) ?? x), unlabelled);
            optimizer.Minimize(balancing.Total(losses));
            return losses.detach();
        }
    }

    // (1 - area under the precision-recall curve) + (1 - area under the ROC curve) of the anomalies held out against the unlabelled rows held out.
    private double ValidationFigure(MultiNormalPrototypesNetwork network)
    {
        int[] rows = [.. _split.Anomalies.Validation, .. _split.Unlabelled.Validation];
        float[] scores = _deviceRows.Map(rows, x => network.Forward(x).Score);
        bool[] isAnomaly = [.. rows.Select((_, i) => i < _split.Anomalies.Validation.Count)];
        return 2 - RankingMetrics.TrapezoidalPrecisionRecallArea(scores, isAnomaly) - RankingMetrics.AreaUnderRocCurve(scores, isAnomaly);
    }

    private MultiNormalPrototypesModel ToModel(MultiNormalPrototypesNetwork network) => new(
        _scaling, network.Autoencoder.Encoder.Freeze(), network.Autoencoder.Decoder.Freeze(), network.ScoreHead.Freeze(),
        TensorValues.ToArray(network.Prototypes), _options.KernelDegree, _options.ScoreInputs);
}
