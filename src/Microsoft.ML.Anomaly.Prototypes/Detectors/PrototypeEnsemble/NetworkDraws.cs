using System.Runtime.CompilerServices;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// What the networks of a fold learn from: for each a random draw of the fold's unlabelled rows and a bootstrap of the labelled anomalies,
/// of which it sees batches with noise, mixed.
/// </summary>
internal sealed class NetworkDraws
{
    // With so few labelled anomalies each network sees all of them.
    private const int FewAnomalies = 3;

    private readonly PrototypeEnsembleTrainer.Options _options;
    private readonly Random _random;
    private readonly RowNoise _noise;
    private readonly (float[][] Unlabelled, float[][] Anomalies)[] _draws;
    private readonly int[] _order;
    private int _noiseRow;

    /// <param name="unlabelled">What the networks see of the fold's unlabelled rows, standardised.</param>
    /// <param name="anomalies">What they see of the labelled anomalies.</param>
    /// <param name="options">The trainer's options.</param>
    /// <param name="seeds">The seeds of the fold.</param>
    public NetworkDraws(float[][] unlabelled, float[][] anomalies, PrototypeEnsembleTrainer.Options options, SeedSequence seeds)
    {
        (_options, Initialization, _random) = (options, seeds.Initialization, seeds.JointBatches);
        _noise = new RowNoise(options.NoiseScale, seeds.Noise);
        Width = unlabelled[0].Length;
        _order = [.. Enumerable.Range(0, options.BatchSize + options.AnomalyBatchSize)];
        var sampler = new BatchSampler([.. Enumerable.Range(0, unlabelled.Length)], [.. Enumerable.Range(0, anomalies.Length)], _random);
        var drawn = new int[BagSize.Of(options, unlabelled.Length, anomalies.Length)];
        int[] drawnAnomalies = [.. Enumerable.Range(0, anomalies.Length)];
        _draws = new (float[][], float[][])[options.NumberOfNetworks];
        foreach (ref (float[][] Unlabelled, float[][] Anomalies) draw in _draws.AsSpan())
        {
            sampler.DrawUnlabelled(drawn);
            if (anomalies.Length > FewAnomalies)
                sampler.DrawAnomalies(drawnAnomalies);
            draw = ([.. drawn.Select(row => unlabelled[row])], [.. drawnAnomalies.Select(row => anomalies[row])]);
        }
    }

    /// <summary>D, the number of a network's inputs.</summary>
    public int Width { get; }

    /// <summary>Draws the initial weights of the fold's networks.</summary>
    public Random Initialization { get; }

    /// <summary>The next batches of all networks: rows with noise, then mixed with others of the batch.</summary>
    /// <param name="x">[networks, rows, D]</param>
    /// <param name="target">[networks, rows]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(Span<float> x, Span<float> target)
    {
        int rows = _order.Length;
        float[] plain = new float[rows * Width];
        for (int m = 0; m < _draws.Length; m++)
        {
            for (int i = 0; i < rows; i++)
            {
                float[][] drawn = i < _options.BatchSize ? _draws[m].Unlabelled : _draws[m].Anomalies;
                Span<float> place = plain.AsSpan(i * Width, Width);
                drawn[_random.Next(drawn.Length)].CopyTo(place);
                _noise.AddTo(place, _noiseRow++);
            }
            Mix(plain, x.Slice(m * rows * Width, rows * Width), target.Slice(m * rows, rows));
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
            ReadOnlySpan<float> first = plain.Slice(i * Width, Width), second = plain.Slice(j * Width, Width);
            Span<float> place = mixed.Slice(i * Width, Width);
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
