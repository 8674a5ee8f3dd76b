using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The trees of a fold. Each bag has a random draw of the fold's unlabelled rows and of the labelled anomalies, both classes weigh the same,
/// and some trees learn from each bag.
/// </summary>
internal static class TreeHead
{
    // With so few labelled anomalies a bootstrap would often repeat one: then a bag leaves one out.
    private const int FewAnomalies = 3;

    /// <param name="unlabelled">What the trees see of the fold's unlabelled rows.</param>
    /// <param name="anomalies">What they see of the labelled anomalies.</param>
    /// <param name="options">The trainer's options.</param>
    /// <param name="random">The only source of randomness.</param>
    /// <param name="cancellation">Ends the training.</param>
    public static TreeCommittee Train(
        float[][] unlabelled, float[][] anomalies, PrototypeEnsembleTrainer.Options options, Random random, CancellationToken cancellation)
    {
        var sampler = new BatchSampler([.. Enumerable.Range(0, unlabelled.Length)], [.. Enumerable.Range(0, anomalies.Length)], random);
        int[] draw = new int[BagSize.Of(options, unlabelled.Length, anomalies.Length)];
        int tried = Math.Max(1, (int)(options.SplitFeatureShare * unlabelled[0].Length));
        var nodes = new List<TreeCommittee.Node>();
        var roots = new List<int>();
        for (int bag = 0; bag < options.NumberOfBags; bag++)
        {
            cancellation.ThrowIfCancellationRequested();
            sampler.DrawUnlabelled(draw);
            (int[] drawn, int[] counts) = DrawAnomalies(anomalies.Length, random);
            float[][] rows = [.. draw.Select(row => unlabelled[row]), .. drawn.Select(row => anomalies[row])];
            // Half of the weight for each class.
            float[] weights = [.. draw.Select(_ => 1f / draw.Length), .. counts.Select(count => (float)count / counts.Sum())];
            bool[] isAnomaly = [.. rows.Select((_, i) => i >= draw.Length)];
            var tree = new RandomizedTree(rows, weights, isAnomaly, tried, random);
            for (int i = 0; i < options.TreesPerBag; i++)
                roots.Add(tree.Grow(nodes));
        }
        return new TreeCommittee([.. roots], [.. nodes]);
    }

    // The anomalies of a bag, and how often each is in it.
    private static (int[] Drawn, int[] Counts) DrawAnomalies(int anomalies, Random random)
    {
        var counts = new int[anomalies];
        if (anomalies <= FewAnomalies)
        {
            Array.Fill(counts, 1);
            if (anomalies > 1)
                counts[random.Next(anomalies)] = 0;
        }
        else
        {
            for (int i = 0; i < anomalies; i++)
                counts[random.Next(anomalies)]++;
        }
        int[] drawn = [.. Enumerable.Range(0, anomalies).Where(i => counts[i] > 0)];
        return (drawn, [.. drawn.Select(i => counts[i])]);
    }
}
