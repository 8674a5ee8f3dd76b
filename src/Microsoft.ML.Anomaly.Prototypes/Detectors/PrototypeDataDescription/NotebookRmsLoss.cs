using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The loss of the authors' sample notebook, which differs from the paper's: squared distances, a threshold on each class's mean
/// distance, and roots of mean squares. Here d² stands for squared distances.
/// </summary>
internal sealed class NotebookRmsLoss : IPrototypeLoss
{
    // For each class with two prototypes or more.
    private readonly Tensor[] _intraPairs;
    private readonly Tensor? _interPairs;

    /// <param name="classes">y, the class of each prototype; prototypes of a class stand together.</param>
    /// <param name="device">Where the prototypes are.</param>
    public NotebookRmsLoss(IReadOnlyList<int> classes, Device device)
    {
        int[][] members = [.. Enumerable.Range(0, classes.Count).GroupBy(j => classes[j]).Select(group => group.ToArray())];
        _intraPairs =
        [
            .. Enumerable.Range(0, members.Length)
                .Select(c => PrototypeDistances.Pairs(classes.Count, (j, k) => classes[j] == classes[members[c][0]] && classes[k] == classes[j], device))
                .OfType<Tensor>(),
        ];
        _interPairs = PrototypeDistances.Places(InterPlaces(members, classes.Count), device);
    }

    /// <summary>
    /// With m_c and s_c the mean and the standard deviation of d² within class c: L_intra = root of the mean over classes with m_c &gt; R of
    /// (m_c - R)², R the lower median of all m_c. L_inter = root of the mean over pairs with d² &lt; R of (R - d²)², R the larger one of the
    /// lower median of those d² and the largest m_c + 2 s_c, a constant of the step.
    /// </summary>
    public (Tensor Intra, Tensor Inter) Losses(Tensor z)
    {
        Tensor squared = PrototypeDistances.Squared(z);
        if (_intraPairs.Length == 0)
            return (PrototypeDistances.Nothing(squared), Inter(squared, null));
        Tensor[] intra = [.. _intraPairs.Select(pairs => PrototypeDistances.Select(squared, pairs))];
        Tensor m = stack([.. intra.Select(d => d.mean())]);
        Tensor spread = stack([.. intra.Select(d => d.detach().mean().Plus(StandardDeviation(d.detach()).Times(2)))]);
        return (RootMeanSquare((m - m.median()).relu()), Inter(squared, spread.max()));
    }

    public void Dispose()
    {
        foreach (Tensor pairs in _intraPairs)
            pairs.Dispose();
        _interPairs?.Dispose();
    }

    private Tensor Inter(Tensor squared, Tensor? spread)
    {
        if (_interPairs is null)
            return PrototypeDistances.Nothing(squared);
        Tensor d = PrototypeDistances.Select(squared, _interPairs);
        Tensor r = d.detach().median();
        return RootMeanSquare(((spread is null ? r : maximum(r, spread)) - d).relu());
    }

    // The mean counts the active ones only; without any of them it is 0, and so is its gradient.
    private static Tensor RootMeanSquare(Tensor hinge)
    {
        Tensor active = hinge.detach().sign().sum().AtLeast(1);
        return (hinge.Squared().sum() / active).Plus(PrototypeDistances.SmallestSquare).sqrt();
    }

    // Unbiased; a single distance does not vary.
    private static Tensor StandardDeviation(Tensor values)
    {
        long n = values.shape[0];
        return n < 2 ? zeros_like(values).sum() : (values - values.mean()).Squared().sum().Times(1f / (n - 1)).sqrt();
    }

    // Of the block of each two classes only what lies strictly below its diagonal, as the notebook's mask leaves it.
    private static List<long> InterPlaces(int[][] members, int prototypes)
    {
        var places = new List<long>();
        for (int a = 0; a < members.Length; a++)
        {
            for (int b = a + 1; b < members.Length; b++)
            {
                for (int i = 1; i < members[a].Length; i++)
                {
                    for (int j = 0; j < Math.Min(i, members[b].Length); j++)
                        places.Add(((long)members[a][i] * prototypes) + members[b][j]);
                }
            }
        }
        return places;
    }
}
