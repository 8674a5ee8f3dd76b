using System.Globalization;
using System.Text.RegularExpressions;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>
/// Which splits a run takes, and what it changes in the training rows: <c>mnp</c> takes them as they are; <c>mnp-clean</c> leaves out the
/// anomalies that hide among the unlabelled rows; <c>mnp-contaminated20</c> has 20 % of such among the unlabelled rows; in <c>mnp-wrong10</c>,
/// 10 % of the labelled anomalies are normal rows.
/// </summary>
/// <param name="Splits">The folder of the splits.</param>
/// <param name="Contamination">The share of anomalies among the unlabelled rows; null leaves it as it is.</param>
/// <param name="WrongLabels">The share of normal rows among the labelled anomalies.</param>
internal sealed partial record ProtocolName(string Splits, double? Contamination, double WrongLabels)
{
    /// <exception cref="ArgumentException">A share is out of its range.</exception>
    public static ProtocolName Parse(string name)
    {
        Match match = Pattern().Match(name);
        string splits = match.Groups["splits"].Value, change = match.Groups["change"].Value;
        if (change is "" or "clean")
            return new ProtocolName(splits, change == "clean" ? 0 : null, 0);
        double share = double.Parse(match.Groups["percent"].Value, CultureInfo.InvariantCulture) / 100;
        if (share >= 1)
            throw new ArgumentException($"The protocol '{name}' asks for {share:P0}; only less than all is possible.");
        return change == "wrong" ? new ProtocolName(splits, null, share) : new ProtocolName(splits, share, 0);
    }

    /// <summary>The training rows in the form that this asks for.</summary>
    /// <param name="rows">All that the split has for training, and whether each is an anomaly.</param>
    /// <param name="labelled">How many anomalies are labelled; null leaves it as it is.</param>
    /// <param name="seed">Chooses among rows.</param>
    public IEnumerable<Row> Arrange(IReadOnlyList<(Row Row, bool IsAnomaly)> rows, int? labelled, int seed)
    {
        bool[] labels = [.. rows.Select(row => row.Row.Label)];
        if (labelled is { } wanted)
            Relabel(rows, labels, wanted, new Random(seed));
        var random = new Random(seed);
        int[] shown = Places(i => labels[i]), normal = Places(i => !rows[i].IsAnomaly);
        random.Shuffle(shown);
        random.Shuffle(normal);
        int wrong = (int)Math.Round(WrongLabels * shown.Length);
        for (int i = 0; i < wrong; i++)
            (labels[shown[i]], labels[normal[i]]) = (false, true);
        HashSet<int> leftOut = Contamination is { } share ? LeftOut(Places(i => rows[i].IsAnomaly && !labels[i]), normal, share, random) : [];
        return Enumerable.Range(0, rows.Count).Where(i => !leftOut.Contains(i)).Select(i => new Row { Features = rows[i].Row.Features, Label = labels[i] });

        int[] Places(Func<int, bool> condition) => [.. Enumerable.Range(0, rows.Count).Where(condition)];
    }

    // First those that the split labels, then others, each in a random order.
    private static void Relabel(IReadOnlyList<(Row Row, bool IsAnomaly)> rows, bool[] labels, int wanted, Random random)
    {
        int[] anomalies = [.. Enumerable.Range(0, rows.Count).Where(i => rows[i].IsAnomaly)];
        int[] first = [.. anomalies.Where(i => labels[i])], then = [.. anomalies.Where(i => !labels[i])];
        random.Shuffle(first);
        random.Shuffle(then);
        int[] places = [.. first, .. then];
        for (int i = 0; i < places.Length; i++)
            labels[places[i]] = i < wanted;
    }

    // Where there are more hidden anomalies than wanted, some of them; where there are fewer, normal rows.
    private static HashSet<int> LeftOut(int[] hidden, int[] normal, double share, Random random)
    {
        random.Shuffle(hidden);
        int most = (int)Math.Round(share * normal.Length / (1 - share));
        return hidden.Length >= most ? [.. hidden[most..]] : [.. normal[(int)Math.Round(hidden.Length * (1 - share) / share)..]];
    }

    [GeneratedRegex("^(?<splits>.+?)(-(?<change>clean|contaminated(?=[0-9])|wrong(?=[0-9]))(?<percent>[0-9]*))?$")]
    private static partial Regex Pattern();
}
