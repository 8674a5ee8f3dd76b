using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The trees of a fold. Each bag has a random draw of the fold's unlabelled rows and of the anomalies, both classes weigh the same, and
/// some trees learn from each bag.
/// </summary>
internal sealed class TreeHead
{
    // With so few labelled anomalies a bootstrap would often repeat one: then a bag leaves one out.
    private const int FewAnomalies = 3;

    private readonly Bag[] _bags;
    private readonly int[] _roots;
    private readonly TreeCommittee.Node[] _nodes;

    private TreeHead(Bag[] bags, int[] roots, TreeCommittee.Node[] nodes)
    {
        (_bags, _roots, _nodes) = (bags, roots, nodes);
        Trees = new TreeCommittee(roots, nodes);
    }

    // The rows that a bag has drawn.
    private sealed record Bag(int[] Unlabelled, int[] Anomalies);

    /// <summary>The trees of all bags.</summary>
    public TreeCommittee Trees { get; }

    /// <param name="unlabelled">What the trees see of the fold's unlabelled rows.</param>
    /// <param name="anomalies">What they see of the anomalies, the labelled ones first.</param>
    /// <param name="weights">How much each anomaly counts.</param>
    /// <param name="labelled">How many of them are labelled.</param>
    /// <param name="options">The trainer's options.</param>
    /// <param name="random">The only source of randomness.</param>
    /// <param name="cancellation">Ends the training.</param>
    public static TreeHead Train(
        float[][] unlabelled, float[][] anomalies, float[] weights, int labelled, PrototypeEnsembleTrainer.Options options, Random random,
        CancellationToken cancellation)
    {
        var sampler = new BatchSampler([.. Enumerable.Range(0, unlabelled.Length)], [.. Enumerable.Range(0, anomalies.Length)], random);
        int[] draw = new int[BagSize.Of(options, unlabelled.Length, labelled)];
        int tried = Math.Max(1, (int)(options.SplitFeatureShare * unlabelled[0].Length));
        var nodes = new List<TreeCommittee.Node>();
        var roots = new List<int>();
        var bags = new Bag[options.NumberOfBags];
        foreach (ref Bag bag in bags.AsSpan())
        {
            cancellation.ThrowIfCancellationRequested();
            sampler.DrawUnlabelled(draw);
            (int[] drawn, int[] counts) = DrawAnomalies(anomalies.Length, random);
            bag = new Bag([.. draw], drawn);
            float[][] rows = [.. draw.Select(row => unlabelled[row]), .. drawn.Select(row => anomalies[row])];
            float[] counted = [.. drawn.Select((row, i) => counts[i] * weights[row])];
            float total = counted.Sum();
            // Half of the weight for each class.
            float[] shares = [.. draw.Select(_ => 1f / draw.Length), .. counted.Select(weight => weight / total)];
            bool[] isAnomaly = [.. rows.Select((_, i) => i >= draw.Length)];
            var tree = new RandomizedTree(rows, shares, isAnomaly, tried, random);
            for (int i = 0; i < options.TreesPerBag; i++)
                roots.Add(tree.Grow(nodes));
        }
        return new TreeHead(bags, [.. roots], [.. nodes]);
    }

    /// <summary>The mean of the trees that have not learned from a row, for each row that they could have learned from.</summary>
    /// <param name="unlabelled">What the trees see of the fold's unlabelled rows.</param>
    /// <param name="anomalies">What they see of the anomalies.</param>
    public (float[] Unlabelled, float[] Anomalies) OutOfBag(float[][] unlabelled, float[][] anomalies)
    {
        var ofUnlabelled = new OutOfBag(unlabelled.Length);
        var ofAnomalies = new OutOfBag(anomalies.Length);
        int treesPerBag = _roots.Length / _bags.Length;
        for (int b = 0; b < _bags.Length; b++)
        {
            var trees = new TreeCommittee(_roots[(b * treesPerBag)..((b + 1) * treesPerBag)], _nodes);
            ofUnlabelled.Add(Values(trees, unlabelled), _bags[b].Unlabelled);
            ofAnomalies.Add(Values(trees, anomalies), _bags[b].Anomalies);
        }
        return (ofUnlabelled.Means(), ofAnomalies.Means());
    }

    private static float[] Values(TreeCommittee trees, float[][] rows)
    {
        const int atOnce = LocalGaussians.MaximumRows;
        int width = rows[0].Length;
        var values = new float[rows.Length];
        var block = new float[Math.Min(atOnce, rows.Length) * width];
        for (int start = 0; start < rows.Length; start += atOnce)
        {
            int count = Math.Min(atOnce, rows.Length - start);
            for (int i = 0; i < count; i++)
                rows[start + i].CopyTo(block, i * width);
            trees.Mean(block, width, count, values.AsSpan(start, count));
        }
        return values;
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
