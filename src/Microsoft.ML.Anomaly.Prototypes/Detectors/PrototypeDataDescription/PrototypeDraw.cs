using Microsoft.ML.Anomaly.Prototypes.Data;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Which rows are prototypes, and which ones train the adversarial networks.</summary>
/// <param name="Prototypes">Row numbers, class after class.</param>
/// <param name="ClassOfPrototype">y, the class of each of them.</param>
/// <param name="Unlabelled">Row numbers of all other rows; the prototypes where there are hardly any others.</param>
internal sealed record PrototypeDraw(int[] Prototypes, int[] ClassOfPrototype, int[] Unlabelled)
{
    // Batch normalization takes at least two rows.
    private const int FewestUnlabelled = 2;

    /// <param name="rows">The training data.</param>
    /// <param name="shots">The number of prototypes of each class; 0 takes all labelled rows.</param>
    /// <param name="random">The only source of randomness.</param>
    public static PrototypeDraw Create(ClassRows rows, int shots, Random random)
    {
        var prototypes = new List<int>();
        var classes = new List<int>();
        var others = new List<int>(rows.Unlabelled);
        for (int n = 0; n < rows.ByClass.Length; n++)
        {
            int[] members = [.. rows.ByClass[n]];
            random.Shuffle(members);
            int count = shots == 0 ? members.Length : Math.Min(shots, members.Length);
            prototypes.AddRange(members.AsSpan(0, count));
            classes.AddRange(Enumerable.Repeat(n, count));
            others.AddRange(members.AsSpan(count));
        }
        return new([.. prototypes], [.. classes], others.Count >= FewestUnlabelled ? [.. others] : [.. prototypes]);
    }
}
