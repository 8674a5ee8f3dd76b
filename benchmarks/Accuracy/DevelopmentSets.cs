using System.Globalization;
using System.Text;
using Microsoft.ML.Anomaly.Prototypes;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>A row of a table with classes, its features as text.</summary>
internal sealed record LabelledRow(string Features, string Class);

/// <summary>
/// Makes data sets to choose defaults by, so that no test set is needed for it: one class of a multi-class set is the anomaly, thinned out;
/// others are normal. The form is that of the data folder that <see cref="DataSet"/> reads.
/// </summary>
internal static class DevelopmentSets
{
    /// <summary>The first argument that asks for them.</summary>
    public const string Verb = "development";

    private const int Splits = 5;
    private const double TestShare = 0.3, ValidationShare = 0.05, LabelledShare = 0.1;
    private const int LeastValidation = 2, LeastLabelled = 2, MostLabelled = 30;

    // Pixels are averaged over squares of this side.
    private const int Pooling = 4;

    private static readonly string[] Tables = ["Cardiotocography", "Pima", "WDBC", "breastw", "fault", "glass", "wine"];

    // The class that is the anomaly, how many rows of it there are, and how many normal ones at most.
    private static readonly (string Source, string Anomaly, int Anomalies, int Normals)[] Recipes =
    [
        ("segment", "brickface", 80, 2000), ("segment", "foliage", 80, 2000), ("segment", "window", 150, 2000), ("segment", "grass", 60, 2000),
        ("vehicle", "van", 60, 1000), ("vehicle", "bus", 60, 1000), ("vehicle", "saab", 100, 1000),
        ("vowel", "hid", 60, 1000), ("vowel", "hAd", 60, 1000), ("vowel", "hud", 90, 1000),
        ("digits8x8", "1", 100, 2000), ("digits8x8", "4", 80, 2000), ("digits8x8", "8", 120, 2000),
        ("letter_recognition", "A", 150, 4000), ("letter_recognition", "E", 200, 4000), ("letter_recognition", "H", 150, 3000), ("letter_recognition", "S", 300, 3000),
        ("statlog_satellite", "cotton crop", 120, 4000), ("statlog_satellite", "damp grey soil", 200, 4000),
        ("statlog_shuttle", "High", 200, 5000),
        ("mnist", "2", 150, 3000), ("mnist", "5", 100, 3000), ("mnist", "7", 300, 3000), ("mnist", "9", 150, 4000),
        ("fashion", "0", 150, 3000), ("fashion", "5", 100, 3000), ("fashion", "6", 300, 3000), ("fashion", "8", 150, 4000),
    ];

    /// <param name="dataFolder">The folder with tabular, splits, classes and images.</param>
    /// <param name="outputFolder">Where to write.</param>
    /// <param name="wide">Whether to write the images alone, with each pixel a feature.</param>
    public static void Write(string dataFolder, string outputFolder, bool wide = false)
    {
        string tabular = Directory.CreateDirectory(Path.Combine(outputFolder, "tabular")).FullName;
        string splits = Directory.CreateDirectory(Path.Combine(outputFolder, "splits", "mnp")).FullName;
        string[] tables = wide ? [] : Tables;
        foreach (string table in tables)
        {
            File.Copy(Path.Combine(dataFolder, "tabular", $"{table}.csv"), Path.Combine(tabular, $"{table}.csv"), overwrite: true);
            File.Copy(Path.Combine(dataFolder, "splits", "mnp", $"{table}.csv"), Path.Combine(splits, $"{table}.csv"), overwrite: true);
        }
        var sources = new Dictionary<string, LabelledRow[]>();
        int written = tables.Length;
        for (int recipe = 0; recipe < Recipes.Length; recipe++)
        {
            (string source, string anomaly, int anomalies, int normals) = Recipes[recipe];
            bool isImages = source is "mnist" or "fashion";
            if (wide && !isImages)
                continue;
            written++;
            if (!sources.TryGetValue(source, out LabelledRow[]? rows))
                sources[source] = rows = isImages ? ReadImages(dataFolder, source, wide ? 1 : Pooling) : ReadClasses(dataFolder, source);
            var random = new Random(recipe);
            LabelledRow[] shuffled = [.. rows];
            random.Shuffle(shuffled);
            (string Features, bool IsAnomaly)[] made =
            [
                .. shuffled.Where(row => row.Class == anomaly).Take(anomalies).Select(row => (row.Features, true)),
                .. shuffled.Where(row => row.Class != anomaly).Take(normals).Select(row => (row.Features, false)),
            ];
            random.Shuffle(made);
            string name = $"{source}-{anomaly.Replace(' ', '_')}";
            int width = made[0].Features.Count(c => c == ',') + 1;
            string header = string.Join(',', Enumerable.Range(0, width).Select(i => $"f{i}")) + ",label";
            File.WriteAllLines(Path.Combine(tabular, name + ".csv"), [header, .. made.Select(row => $"{row.Features},{(row.IsAnomaly ? 1 : 0)}")]);
            File.WriteAllLines(Path.Combine(splits, name + ".csv"), SplitLines([.. made.Select(row => row.IsAnomaly)], random));
        }
        Console.WriteLine($"{written} data sets are in {outputFolder}.");
    }

    private static IEnumerable<string> SplitLines(bool[] isAnomaly, Random random)
    {
        char[][] letters = [.. Enumerable.Range(0, Splits).Select(_ => Letters(isAnomaly, random))];
        yield return "row," + string.Join(',', Enumerable.Range(0, Splits).Select(k => $"s{k}"));
        for (int row = 0; row < isAnomaly.Length; row++)
            yield return $"{row},{string.Join(',', letters.Select(split => split[row]))}";
    }

    // Per class: test rows, validation rows, then those to train on, of which the first anomalies are labelled.
    private static char[] Letters(bool[] isAnomaly, Random random)
    {
        var letters = new char[isAnomaly.Length];
        foreach (bool kind in new[] { false, true })
        {
            int[] rows = [.. Enumerable.Range(0, isAnomaly.Length).Where(row => isAnomaly[row] == kind)];
            random.Shuffle(rows);
            int test = (int)(TestShare * rows.Length), held = Math.Max(LeastValidation, (int)(ValidationShare * rows.Length)), train = rows.Length - test - held;
            int labelled = kind ? Math.Min(MostLabelled, Math.Max(LeastLabelled, (int)Math.Ceiling(LabelledShare * train))) : 0;
            for (int i = 0; i < rows.Length; i++)
                letters[rows[i]] = i < test ? 'T' : i < test + held ? 'V' : i < test + held + labelled ? 'A' : 'U';
        }
        return letters;
    }

    /// <summary>The rows of a table with classes.</summary>
    public static LabelledRow[] ReadClasses(string dataFolder, string source) =>
    [
        .. File.ReadLines(Path.Combine(dataFolder, "classes", $"{source}.csv")).Skip(1).Select(line =>
        {
            int last = line.LastIndexOf(',');
            return new LabelledRow(line[..last], line[(last + 1)..]);
        }),
    ];

    private static LabelledRow[] ReadImages(string dataFolder, string source, int pooling)
    {
        IdxArray images = IdxFile.Read(Path.Combine(dataFolder, "images", $"{source}-train-images-idx3-ubyte.gz"));
        IdxArray labels = IdxFile.Read(Path.Combine(dataFolder, "images", $"{source}-train-labels-idx1-ubyte.gz"));
        return [.. Enumerable.Range(0, images.Count).Select(i => new LabelledRow(
            Pooled(images.Vector(i), images.Dimensions[1], images.Dimensions[2], pooling), labels.Values[i].ToString(CultureInfo.InvariantCulture)))];
    }

    private static string Pooled(float[] pixels, int height, int width, int pooling)
    {
        var text = new StringBuilder();
        for (int y = 0; y < height; y += pooling)
        {
            for (int x = 0; x < width; x += pooling)
            {
                double sum = 0;
                for (int i = 0; i < pooling * pooling; i++)
                    sum += pixels[((y + (i / pooling)) * width) + x + (i % pooling)];
                text.Append(text.Length == 0 ? "" : ",").Append((sum / (pooling * pooling)).ToString(CultureInfo.InvariantCulture));
            }
        }
        return text.ToString();
    }
}
