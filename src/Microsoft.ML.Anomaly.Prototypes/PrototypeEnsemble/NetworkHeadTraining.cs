using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Trains the networks of a fold, for a short time: each on a random draw of the fold's unlabelled rows and a bootstrap of the labelled
/// anomalies of its own.
/// </summary>
internal sealed class NetworkHeadTraining
{
    private const double WarmUpShare = 0.1;

    // With so few labelled anomalies each network sees all of them.
    private const int FewAnomalies = 3;

    private readonly float[][] _unlabelled;
    private readonly float[][] _anomalies;
    private readonly PrototypeEnsembleTrainer.Options _options;
    private readonly Random _random;
    private readonly RowNoise _noise;
    private readonly (int[] Unlabelled, int[] Anomalies)[] _draws;
    private readonly int _width;
    private readonly int[] _order;
    private int _noiseRow;

    /// <param name="unlabelled">What the networks see of the fold's unlabelled rows, standardised.</param>
    /// <param name="anomalies">What they see of the labelled anomalies.</param>
    /// <param name="options">The trainer's options.</param>
    /// <param name="seeds">The seeds of the fold.</param>
    public NetworkHeadTraining(float[][] unlabelled, float[][] anomalies, PrototypeEnsembleTrainer.Options options, SeedSequence seeds)
    {
        (_unlabelled, _anomalies, _options) = (unlabelled, anomalies, options);
        _random = seeds.JointBatches;
        _noise = new RowNoise(options.NoiseScale, seeds.Noise);
        _width = unlabelled[0].Length;
        _order = [.. Enumerable.Range(0, options.BatchSize + options.AnomalyBatchSize)];
        var sampler = new BatchSampler([.. Enumerable.Range(0, unlabelled.Length)], [.. Enumerable.Range(0, anomalies.Length)], _random);
        int size = BagSize.Of(options, unlabelled.Length, anomalies.Length);
        _draws = new (int[], int[])[options.NumberOfNetworks];
        foreach (ref (int[] Unlabelled, int[] Anomalies) draw in _draws.AsSpan())
        {
            draw = (new int[size], [.. Enumerable.Range(0, anomalies.Length)]);
            sampler.DrawUnlabelled(draw.Unlabelled);
            if (anomalies.Length > FewAnomalies)
                sampler.DrawAnomalies(draw.Anomalies);
        }
    }

    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    /// <exception cref="InvalidOperationException">The weights are no longer finite numbers.</exception>
    public NetworkTensors Run(Random initialization, Device device, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        int members = _draws.Length, rows = _order.Length;
        using var head = new NetworkHead(members, _width, _options.FirstHiddenSize, _options.SecondHiddenSize, initialization, device);
        using AdamW optimizer = optim.AdamW(head.parameters(), _options.LearningRate, beta1: 0.9, beta2: 0.99, weight_decay: _options.WeightDecay);
        // Each class is half of the loss.
        float[] weights = [.. _order.Select(i => 0.5f / (i < _options.BatchSize ? _options.BatchSize : _options.AnomalyBatchSize))];
        Tensor weight = tensor(weights, [rows], device: device);
        for (int step = 0; step < _options.NumberOfSteps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var stepScope = NewDisposeScope();
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = LearningRate(step);
            Tensor x = empty(members, rows, _width, dtype: float32, device: CPU), target = empty(members, rows, dtype: float32, device: CPU);
            Fill(MemoryMarshal.Cast<byte, float>(x.bytes), MemoryMarshal.Cast<byte, float>(target.bytes));
            optimizer.zero_grad();
            head.Loss(x.to(device), target.to(device), weight).backward();
            optimizer.step();
        }
        NetworkTensors tensors = head.ToTensors();
        if (!Array.TrueForAll(tensors.OutputWeight, float.IsFinite))
            throw new InvalidOperationException("The training of the networks has diverged. Lower the option LearningRate.");
        return tensors;
    }

    /// <summary>Rises in the first tenth of the steps, then falls to zero along a cosine.</summary>
    public double LearningRate(int step)
    {
        double warmUp = Math.Max(1, WarmUpShare * _options.NumberOfSteps);
        double factor = step < warmUp
            ? Math.Min(1, (step + 1) / warmUp)
            : 0.5 * (1 + Math.Cos(Math.PI * (step - warmUp) / Math.Max(1, _options.NumberOfSteps - warmUp)));
        return _options.LearningRate * factor;
    }

    // The batches of all members: rows with noise, then mixed with others of the batch.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(Span<float> x, Span<float> target)
    {
        int rows = _order.Length;
        float[] plain = new float[rows * _width];
        for (int m = 0; m < _draws.Length; m++)
        {
            for (int i = 0; i < rows; i++)
            {
                float[] row = i < _options.BatchSize
                    ? _unlabelled[_draws[m].Unlabelled[_random.Next(_draws[m].Unlabelled.Length)]]
                    : _anomalies[_draws[m].Anomalies[_random.Next(_draws[m].Anomalies.Length)]];
                Span<float> place = plain.AsSpan(i * _width, _width);
                row.CopyTo(place);
                _noise.AddTo(place, _noiseRow++);
            }
            Mix(plain, x.Slice(m * rows * _width, rows * _width), target.Slice(m * rows, rows));
        }
    }

    // lambda x_i + (1 - lambda) x_j with lambda ~ Beta(alpha, alpha), turned so that lambda >= 1/2 and row i keeps its place; targets alike.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mix(ReadOnlySpan<float> plain, Span<float> mixed, Span<float> target)
    {
        _random.Shuffle(_order);
        for (int i = 0; i < _order.Length; i++)
        {
            float lambda = _options.MixupAlpha > 0 ? (float)Beta(_options.MixupAlpha) : 1;
            lambda = MathF.Max(lambda, 1 - lambda);
            int j = _order[i];
            ReadOnlySpan<float> first = plain.Slice(i * _width, _width), second = plain.Slice(j * _width, _width);
            Span<float> place = mixed.Slice(i * _width, _width);
            for (int d = 0; d < place.Length; d++)
                place[d] = (lambda * first[d]) + ((1 - lambda) * second[d]);
            target[i] = (i >= _options.BatchSize ? lambda : 0) + (j >= _options.BatchSize ? 1 - lambda : 0);
        }
    }

    // Beta(alpha, alpha) for alpha up to 1: Johnk, "Erzeugung von betaverteilten und gammaverteilten Zufallszahlen", Metrika 8, 1964.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Beta(double alpha)
    {
        while (true)
        {
            double x = Math.Pow(_random.NextDouble(), 1 / alpha), y = Math.Pow(_random.NextDouble(), 1 / alpha);
            if (x + y is > 0 and <= 1)
                return x / (x + y);
        }
    }
}
