using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Metrics;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The training of MNP: pre-training of the autoencoder, prototypes by k-means on the latent vectors, joint training.
/// </summary>
internal sealed class MultiNormalPrototypesTraining
{
    // k-means sees at most this many latent vectors.
    private const int MaximumClusteringRows = 20_000;
    private const int EncodingBatch = 1024;

    private readonly MultiNormalPrototypesTrainer.Options _options;
    private readonly Device _device;
    private readonly TrainingRows _rows;
    private readonly TrainingReporter _reporter;
    private readonly SeedSequence _seeds;
    private readonly FeatureScaling _scaling;
    private readonly BatchLoader _loader;
    private readonly TrainingSplit _split;

    public MultiNormalPrototypesTraining(
        MultiNormalPrototypesTrainer.Options options, TrainingRows rows, int seed, Device device, TrainingReporter reporter)
    {
        (_options, _rows, _device, _reporter) = (options, rows, device, reporter);
        _seeds = new SeedSequence(seed);
        _scaling = FeatureScaling.Create(rows.Minimum, rows.Maximum, options.NormalizeFeatures);
        _loader = new BatchLoader(rows.Features, _scaling, device);
        _split = TrainingSplit.Create(rows, options.MinimumAnomaliesForValidation, _seeds.HoldOut);
    }

    /// <exception cref="OperationCanceledException">The caller has cancelled before there was a model worth having.</exception>
    /// <exception cref="InvalidOperationException">The losses became infinite or NaN in the first epoch.</exception>
    public (MultiNormalPrototypesModel Model, float Threshold) Run()
    {
        using var scope = NewDisposeScope();
        Random initialization = _seeds.Initialization;
        int inputs = _scaling.OutputWidth, latent = _options.LatentSize;
        int hidden = _options.HiddenSize > 0 ? _options.HiddenSize : DefaultHiddenSize(inputs, latent);
        // The network takes over the autoencoder and disposes it.
        var autoencoder = new Autoencoder(inputs, hidden, latent, initialization, _device);
        MultiNormalPrototypesNetwork? network = null;
        try
        {
            new AutoencoderPretraining(autoencoder, _options, _loader, _split.Pretraining, _seeds, _reporter).Run();
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

    /// <summary>h1 = D - floor((D - H) / 2), where floor rounds down below zero too.</summary>
    public static int DefaultHiddenSize(int inputs, int latent) => inputs - (int)Math.Floor((inputs - latent) / 2.0);

    private float[][] InitialPrototypes(Autoencoder autoencoder)
    {
        Random random = _seeds.Clustering;
        bool fromValidation = _options.PrototypeInitialization == PrototypeInitialization.ValidationNormals;
        int[] rows = RowSample.Take(fromValidation ? _rows.ValidationNormals : _rows.Unlabelled, MaximumClusteringRows, random);
        float[][] points = Encode(autoencoder, rows);
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

    private float[][] Encode(Autoencoder autoencoder, int[] rows)
    {
        int width = _options.LatentSize;
        var points = new float[rows.Length][];
        using var noGradient = no_grad();
        for (int start = 0; start < rows.Length; start += EncodingBatch)
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            int count = Math.Min(EncodingBatch, rows.Length - start);
            float[] latent = TensorValues.ToArray(autoencoder.Encode(_loader.Load(rows.AsSpan(start, count))));
            for (int i = 0; i < count; i++)
                points[start + i] = latent[(i * width)..((i + 1) * width)];
        }
        return points;
    }

    private static float[] UnitLength(float[] vector)
    {
        float norm = MathF.Max(MathF.Sqrt(vector.Sum(v => v * v)), MultiNormalPrototypesNetwork.SmallestNorm);
        return [.. vector.Select(v => v / norm)];
    }

    private void TrainJointly(MultiNormalPrototypesNetwork network)
    {
        const string phase = "Joint training";
        const int losses = 3;
        var loss = new MultiNormalPrototypesLoss(_options);
        using var balancing = new DynamicWeightAveraging(_options.Balancing, _options.BalancingTemperature, losses, _device);
        Parameter[] parameters = [.. network.parameters()];
        using var optimizer = optim.Adam(parameters, _options.LearningRate, weight_decay: _options.L2Regularization);
        using var best = new WeightSnapshot(parameters);
        var stopping = new EarlyStopping(_options.Patience, _options.MinimumImprovement);
        var sampler = new BatchSampler(_split.Unlabelled.Train, _split.Anomalies.Train, _seeds.JointBatches);
        int draw = _options.UnlabelledDraw > 0 ? _options.UnlabelledDraw : _split.Unlabelled.Train.Count;
        int unlabelled = sampler.UnlabelledBatchSize(Math.Min(_options.BatchSize, draw));
        int[] batch = new int[unlabelled + _options.AnomalyBatchSize];
        int epochs = _split.ValidatesOnAnomalies ? _options.MaximumNumberOfEpochs : _options.NumberOfEpochsWithoutValidation;
        long steps = (long)epochs * _options.BatchesPerEpoch;
        if (_options.MaximumNumberOfSteps > 0)
            steps = Math.Min(steps, _options.MaximumNumberOfSteps);
        epochs = (int)((steps + _options.BatchesPerEpoch - 1) / _options.BatchesPerEpoch);
        InputNoise? noise = _options.JointNoiseScale > 0
            ? InputNoise.Create(_options.JointNoiseScale, _rows, _scaling, _seeds.JointNoise)
            : null;
        bool anyEpoch = false;
        int averaged = 0;
        for (int epoch = 1; epoch <= epochs && !stopping.ShouldStop; epoch++)
        {
            if (_options.UnlabelledDraw > 0)
                sampler.DrawPool(draw);
            using var epochScope = NewDisposeScope();
            Tensor sums = zeros(losses, device: _device);
            int batches = (int)Math.Min(_options.BatchesPerEpoch, steps - ((epoch - 1L) * _options.BatchesPerEpoch));
            for (int b = 0; b < batches; b++)
            {
                if (_options.CancellationToken.IsCancellationRequested)
                {
                    if (!anyEpoch)
                        throw new OperationCanceledException(_options.CancellationToken);
                    _reporter.Warning($"Cancelled in epoch {epoch} of the joint training; the best model so far is kept.");
                    best.Restore();
                    return;
                }
                using var scope = NewDisposeScope();
                sampler.DrawUnlabelled(batch.AsSpan(0, unlabelled));
                sampler.DrawAnomalies(batch.AsSpan(unlabelled));
                optimizer.zero_grad();
                // One forward pass for both parts: no layer mixes the rows of a batch.
                Tensor values = loss.Losses(network.Forward(_loader.Load(batch, noise)), unlabelled);
                balancing.Total(values).backward();
                optimizer.step();
                sums.add_(values.detach());
            }
            float[] means = [.. TensorValues.ToArray(sums).Select(sum => sum / batches)];
            double mean = means.Sum();
            double validation = _split.ValidatesOnAnomalies ? ValidationFigure(network) : double.NaN;
            _reporter.Epoch(phase, epoch, epochs, mean, validation);
            if (!double.IsFinite(mean))
            {
                if (!anyEpoch)
                {
                    throw new InvalidOperationException(
                        "The training has diverged: the loss is not a finite number. Lower the option LearningRate, or scale the features (NormalizeFeatures).");
                }
                _reporter.Warning($"The loss of epoch {epoch} is not a finite number; the best model so far is kept.");
                break;
            }
            anyEpoch = true;
            balancing.EndEpoch(means);
            if (_split.ValidatesOnAnomalies ? stopping.IsImprovement(validation) : epoch <= epochs * (1 - _options.AveragedShare))
                best.Take();
            else if (!_split.ValidatesOnAnomalies)
                best.TakeIntoMean(++averaged);
        }
        best.Restore();
    }

    // (1 - area under the precision-recall curve) + (1 - area under the ROC curve) of the anomalies held out against the unlabelled rows held out.
    private double ValidationFigure(MultiNormalPrototypesNetwork network)
    {
        int[] rows = [.. _split.Anomalies.Validation, .. _split.Unlabelled.Validation];
        var scores = new float[rows.Length];
        using (no_grad())
        {
            for (int start = 0; start < rows.Length; start += EncodingBatch)
            {
                using var scope = NewDisposeScope();
                int count = Math.Min(EncodingBatch, rows.Length - start);
                TensorValues.ToArray(network.Forward(_loader.Load(rows.AsSpan(start, count))).Score).CopyTo(scores, start);
            }
        }
        bool[] isAnomaly = [.. rows.Select((_, i) => i < _split.Anomalies.Validation.Count)];
        return 2 - RankingMetrics.TrapezoidalPrecisionRecallArea(scores, isAnomaly) - RankingMetrics.AreaUnderRocCurve(scores, isAnomaly);
    }

    private MultiNormalPrototypesModel ToModel(MultiNormalPrototypesNetwork network)
    {
        Autoencoder a = network.Autoencoder;
        Linear[] layers = [a.EncoderHidden, a.EncoderLatent, a.DecoderHidden, a.DecoderOutput, network.ScoreHidden, network.ScoreOutput];
        DenseLayer[] dense = [.. layers.Select(layer => new DenseLayer(TensorValues.ToArray(layer.weight!), TensorValues.ToArray(layer.bias!)))];
        return new MultiNormalPrototypesModel(_scaling, dense, TensorValues.ToArray(network.Prototypes), _options.KernelDegree, _options.ScoreInputs);
    }
}
