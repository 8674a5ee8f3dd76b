using System.Globalization;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>
/// Makes pairs of data sets that ask what a detector makes of a kind of anomaly that it has not met. Both of a pair have the same training
/// rows: normal classes and one class of anomalies, of which a few are labelled. The anomalies among the test rows are of that class in the
/// one, <c>NAME-seen</c>, and of another class in the other, <c>NAME-unseen</c>.
/// </summary>
internal static class UnseenSets
{
    /// <summary>The first argument that asks for them.</summary>
    public const string Verb = "unseen";

    /// <summary>The protocol of the splits.</summary>
    public const string Protocol = "unseen";

    private const int Splits = 5, Labelled = 10, MostNormal = 2000, MostAnomalies = 100;
    private const double TestShare = 0.3;

    // The classes whose rows are anomalies: the one that is trained on, and the other one.
    private static readonly (string Source, string Seen, string Unseen)[] Recipes =
    [
        ("segment", "brickface", "sky"), ("vowel", "hid", "hUd"), ("digits8x8", "1", "8"), ("letter_recognition", "A", "H"),
        ("statlog_satellite", "cotton crop", "vegetation stubble"), ("vehicle", "van", "saab"),
    ];

    /// <param name="dataFolder">The folder with classes.</param>
    /// <param name="outputFolder">Where to write.</param>
    public static void Write(string dataFolder, string outputFolder)
    {
        string tabular = Directory.CreateDirectory(Path.Combine(outputFolder, "tabular")).FullName;
        string splits = Directory.CreateDirectory(Path.Combine(outputFolder, "splits", Protocol)).FullName;
        foreach ((string source, string seen, string unseen) in Recipes)
        {
            LabelledRow[] rows = DevelopmentSets.ReadClasses(dataFolder, source);
            new Random(0).Shuffle(rows);
            (LabelledRow Row, char Kind)[] kept =
            [
                .. rows.Where(row => row.Class != seen && row.Class != unseen).Take(MostNormal).Select(row => (row, 'N')),
                .. rows.Where(row => row.Class == seen).Take(MostAnomalies).Select(row => (row, 'S')),
                .. rows.Where(row => row.Class == unseen).Take(MostAnomalies).Select(row => (row, 'U')),
            ];
            char[] kinds = [.. kept.Select(row => row.Kind)];
            if (!kinds.Contains('S') || !kinds.Contains('U'))
                throw new InvalidDataException($"The classes of {source} are not those that are expected: {string.Join(", ", rows.Select(row => row.Class).Distinct())}.");
            foreach (bool isSeen in new[] { true, false })
            {
                string name = $"{source}-{(isSeen ? "seen" : "unseen")}";
                File.WriteAllLines(Path.Combine(tabular, name + ".csv"), Table(kept));
                File.WriteAllLines(Path.Combine(splits, name + ".csv"), SplitLines(kinds, isSeen));
            }
        }
        Console.WriteLine($"{2 * Recipes.Length} data sets are in {outputFolder}.");
    }

    private static IEnumerable<string> Table((LabelledRow Row, char Kind)[] rows)
    {
        int width = rows[0].Row.Features.Count(c => c == ',') + 1;
        yield return string.Join(',', Enumerable.Range(0, width).Select(i => $"f{i}")) + ",label";
        foreach ((LabelledRow row, char kind) in rows)
            yield return $"{row.Features},{(kind == 'N' ? 0 : 1)}";
    }

    private static IEnumerable<string> SplitLines(char[] kinds, bool isSeen)
    {
        char[][] letters = [.. Enumerable.Range(0, Splits).Select(split => Letters(kinds, isSeen, new Random(split)))];
        yield return "row," + string.Join(',', Enumerable.Range(0, Splits).Select(k => $"s{k}"));
        for (int row = 0; row < kinds.Length; row++)
            yield return string.Create(CultureInfo.InvariantCulture, $"{row},{string.Join(',', letters.Select(split => split[row]))}");
    }

    // A row with the letter of none of the parts is left out.
    private static char[] Letters(char[] kinds, bool isSeen, Random random)
    {
        var letters = new char[kinds.Length];
        foreach (char kind in "NSU")
        {
            int[] rows = [.. Enumerable.Range(0, kinds.Length).Where(row => kinds[row] == kind)];
            random.Shuffle(rows);
            int test = (int)(TestShare * rows.Length);
            for (int i = 0; i < rows.Length; i++)
            {
                letters[rows[i]] = kind switch
                {
                    'N' => i < test ? 'T' : 'U',
                    'S' when i < test => isSeen ? 'T' : DataSet.LeftOut,
                    'S' => i < test + Labelled ? 'A' : 'U',
                    _ => i < test && !isSeen ? 'T' : DataSet.LeftOut,
                };
            }
        }
        return letters;
    }
}
