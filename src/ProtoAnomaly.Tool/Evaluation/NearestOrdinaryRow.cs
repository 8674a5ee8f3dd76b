using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Evaluation;

/// <summary>
/// Finds the ordinary row most like a given one, to show the two side by side. Rows are compared by Gower's distance (A general
/// coefficient of similarity and some of its properties, 1971): numbers by their difference as a share of the column's spread, at most 1,
/// texts by whether they are the same.
/// </summary>
internal sealed class NearestOrdinaryRow
{
    private const int MostCandidates = 2000;

    private readonly FeatureTable _features;
    private readonly int[] _candidates;
    private readonly float[] _spreads;

    /// <param name="features">The table.</param>
    /// <param name="ordinary">The rows to choose from, by their places in the table.</param>
    public NearestOrdinaryRow(FeatureTable features, IReadOnlyList<int> ordinary)
    {
        _features = features;
        int count = Math.Min(MostCandidates, ordinary.Count);
        _candidates = [.. Enumerable.Range(0, count).Select(i => ordinary[(int)((long)i * ordinary.Count / count)])];
        _spreads = [.. features.Features.Select((_, feature) => Spread(features.Numbers(feature)))];
    }

    /// <returns>Its place in the table; null where there is none to choose from.</returns>
    public int? Find(int row) => _candidates.Where(candidate => candidate != row).Select(candidate => (int?)candidate).MinBy(candidate => Distance(row, candidate!.Value));

    /// <summary>The table's columns, those in which two rows differ most first.</summary>
    public IReadOnlyList<string> ByDifference(int row, int other) =>
    [
        .. _features.Features.Select((feature, i) => (feature.Source, Difference: Difference(i, row, other)))
            .GroupBy(part => part.Source).OrderByDescending(group => group.Sum(part => part.Difference)).Select(group => group.Key),
    ];

    private float Distance(int row, int candidate)
    {
        float sum = 0;
        for (int feature = 0; feature < _spreads.Length; feature++)
            sum += Math.Min(1, Difference(feature, row, candidate));
        return sum;
    }

    private float Difference(int feature, int row, int other)
    {
        if (_features.Numbers(feature) is not { } numbers)
            return _features.Texts(feature)![row] == _features.Texts(feature)![other] ? 0 : 1;
        float difference = Math.Abs(numbers[row] - numbers[other]) / _spreads[feature];
        return float.IsNaN(difference) ? (float.IsNaN(numbers[row]) == float.IsNaN(numbers[other]) ? 0 : 1) : difference;
    }

    // The width of the middle nine tenths.
    private static float Spread(IReadOnlyList<float>? values)
    {
        if (values is null)
            return 1;
        float[] sorted = [.. values.Where(float.IsFinite).Order()];
        float width = sorted.Length == 0 ? 0 : sorted[^(1 + (sorted.Length / 20))] - sorted[sorted.Length / 20];
        return width > 0 ? width : 1;
    }
}
