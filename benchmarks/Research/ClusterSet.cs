using System.Globalization;

namespace ProtoAnomaly.Benchmarks.Research;

/// <summary>Data whose normal rows come from classes that are known, while the rows of all other classes are anomalies.</summary>
/// <param name="Name">What the set is called.</param>
/// <param name="Source">The labelled data that it is made from.</param>
/// <param name="Normal">The classes of the normal rows.</param>
/// <param name="Clusters">Their number.</param>
/// <param name="NormalRows">The number of normal training rows, and half as many of the test.</param>
/// <param name="Anomalies">The number of training anomalies, a tenth of them labelled, and half as many of the test.</param>
internal sealed record ClusterSet(string Name, string Source, string[] Normal, int Clusters, int NormalRows, int Anomalies)
{
    /// <summary>The name of the splits.</summary>
    public const string Protocol = "clusters";

    private const int Splits = 5;
    private const int LabelledShare = 10;

    /// <summary>Writes the sets as the benchmark Accuracy reads them, and gives the data folder.</summary>
    public static string Write(IEnumerable<ClusterSet> sets, string dataFolder, string outputFolder)
    {
        string folder = Path.Combine(outputFolder, "data");
        Directory.CreateDirectory(Path.Combine(folder, "tabular"));
        Directory.CreateDirectory(Path.Combine(folder, "splits", Protocol));
        foreach (ClusterSet set in sets)
            set.Write(dataFolder, folder);
        return folder;
    }

    private void Write(string dataFolder, string folder)
    {
        string[] lines = File.ReadAllLines(Path.Combine(dataFolder, "classes", Source + ".csv"));
        string[] splits = File.ReadAllLines(Path.Combine(dataFolder, "splits", "classes", Source + ".csv"));
        bool[] isAnomaly = [.. lines.Skip(1).Select(line => !Normal.Contains(line[(line.LastIndexOf(',') + 1)..]))];
        string header = lines[0][..lines[0].LastIndexOf(',')] + ",label";
        File.WriteAllLines(
            Path.Combine(folder, "tabular", Name + ".csv"),
            [header, .. lines.Skip(1).Select((line, i) => $"{line[..line.LastIndexOf(',')]},{(isAnomaly[i] ? 1 : 0)}")]);

        Dictionary<int, string>[] letters = [.. Enumerable.Range(0, Splits).Select(split => Letters(splits, split, isAnomaly))];
        int[] rows = [.. letters[0].Keys.Order()];
        File.WriteAllLines(
            Path.Combine(folder, "splits", Protocol, Name + ".csv"),
            ["row,s0,s1,s2,s3,s4", .. rows.Select(row => $"{row},{string.Join(',', letters.Select(split => split[row]))}")]);
    }

    // For each row the letter that DataSet reads; V, which this trainer never sees, for those that are too many.
    private Dictionary<int, string> Letters(string[] splits, int split, bool[] isAnomaly)
    {
        int column = Array.IndexOf(splits[0].Split(','), $"s{split}");
        (int Row, string Use)[] uses = [.. splits.Skip(1).Select(line => line.Split(',')).Select(f => (int.Parse(f[0], CultureInfo.InvariantCulture), f[column]))];
        new Random(split).Shuffle(uses);
        Dictionary<int, string> letters = uses.ToDictionary(use => use.Row, _ => "V");
        Take("R", false, NormalRows, _ => "U");
        Take("R", true, Anomalies, i => i < Anomalies / LabelledShare ? "A" : "U");
        Take("T", false, NormalRows / 2, _ => "T");
        Take("T", true, Anomalies / 2, _ => "T");
        return letters;

        void Take(string use, bool anomalies, int count, Func<int, string> letter)
        {
            int taken = 0;
            foreach ((int row, _) in uses.Where(u => u.Use == use && isAnomaly[u.Row] == anomalies).Take(count))
                letters[row] = letter(taken++);
        }
    }
}
