using System.Runtime.CompilerServices;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// What the networks of a fold learn from: for each a random draw of the fold's unlabelled rows and a bootstrap of the anomalies,
/// of which it sees batches with noise, mixed.
/// </summary>
internal sealed class NetworkDraws
{
    // With so few labelled anomalies each network sees all of them.
    private const int FewAnomalies = 3;

    private readonly PrototypeEnsembleTrainer.Options _options;
    private readonly Random _random;
    private readonly RowNoise _noise;
    private readonly float[][] _unlabelled;
    private readonly float[][] _anomalies;
    private readonly Draw[] _draws;
    private readonly int[] _order;
    private int _noiseRow;

    /// <param name="unlabelled">What the networks see of the fold's unlabelled rows, standardised.</param>
    /// <param name="anomalies">What they see of the anomalies.</param>
    /// <param name="weights">How much each anomaly counts.</param>
    /// <param name="options">The trainer's options.</param>
    /// <param name="seeds">The seeds of the fold.</param>
    public NetworkDraws(
        float[][] unlabelled, float[][] anomalies, float[] weights, PrototypeEnsembleTrainer.Options options, SeedSequence seeds)
    {
        (_unlabelled, _anomalies, _options, Initialization, _random) = (unlabelled, anomalies, options, seeds.Initialization, seeds.JointBatches);
        _noise = new RowNoise(options.NoiseScale, seeds.Noise);
        Width = unlabelled[0].Length;
        _order = [.. Enumerable.Range(0, options.BatchSize + options.AnomalyBatchSize)];
        var sampler = new BatchSampler([.. Enumerable.Range(0, unlabelled.Length)], [.. Enumerable.Range(0, anomalies.Length)], _random);
        var drawn = new int[BagSize.Of(options, unlabelled.Length, anomalies.Length)];
        int[] drawnAnomalies = [.. Enumerable.Range(0, anomalies.Length)];
        bool alike = Array.TrueForAll(weights, weight => weight == weights[0]);
        _draws = new Draw[options.NumberOfNetworks];
        foreach (ref Draw draw in _draws.AsSpan())
        {
            sampler.DrawUnlabelled(drawn);
            if (anomalies.Length > FewAnomalies)
                sampler.DrawAnomalies(drawnAnomalies);
            draw = new Draw([.. drawn], [.. drawnAnomalies], alike ? null : Sums(drawnAnomalies, weights));
        }
    }

    // What a network has drawn: rows, and where the anomalies don't count alike the sums of their weights up to each.
    private sealed record Draw(int[] Unlabelled, int[] Anomalies, double[]? WeightSums);

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
                Span<float> place = plain.AsSpan(i * Width, Width);
                float[] row = i < _options.BatchSize
                    ? _unlabelled[_draws[m].Unlabelled[_random.Next(_draws[m].Unlabelled.Length)]]
                    : _anomalies[NextAnomaly(_draws[m])];
                row.CopyTo(place);
                _noise.AddTo(place, _noiseRow++);
            }
            Mix(plain, x.Slice(m * rows * Width, rows * Width), target.Slice(m * rows, rows));
        }
    }

    /// <summary>For each row the value of those networks that have not learned from it.</summary>
    /// <param name="networks">The fold's networks, trained.</param>
    /// <param name="slope">Of their leaky rectifiers.</param>
    /// <returns>sigmoid(mean logit / 2); NaN where all networks have learned from all rows.</returns>
    public (float[] Unlabelled, float[] Anomalies) OutOfBag(NetworkTensors networks, float slope)
    {
        var ofUnlabelled = new OutOfBag(_unlabelled.Length);
        var ofAnomalies = new OutOfBag(_anomalies.Length);
        for (int m = 0; m < _draws.Length; m++)
        {
            var network = new NetworkCommittee(networks.Member(m), slope);
            ofUnlabelled.Add(Logits(network, _unlabelled), _draws[m].Unlabelled);
            ofAnomalies.Add(Logits(network, _anomalies), _draws[m].Anomalies);
        }
        return ([.. ofUnlabelled.Means().Select(Value)], [.. ofAnomalies.Means().Select(Value)]);

        static float Value(float logit) => Activation.Sigmoid(logit / 2);
    }

    private static float[] Logits(NetworkCommittee network, float[][] rows)
    {
        var logits = new float[rows.Length];
        network.MeanLogits([.. rows.SelectMany(row => row)], rows.Length, logits, new float[network.ScratchLength]);
        return logits;
    }

    private int NextAnomaly(Draw draw)
    {
        if (draw.WeightSums is not { } sums)
            return draw.Anomalies[_random.Next(draw.Anomalies.Length)];
        int place = Array.BinarySearch(sums, _random.NextDouble() * sums[^1]);
        return draw.Anomalies[Math.Min(place < 0 ? ~place : place + 1, sums.Length - 1)];
    }

    private static double[] Sums(int[] drawn, float[] weights)
    {
        var sums = new double[drawn.Length];
        for (int i = 0; i < sums.Length; i++)
            sums[i] = (i == 0 ? 0 : sums[i - 1]) + weights[drawn[i]];
        return sums;
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
