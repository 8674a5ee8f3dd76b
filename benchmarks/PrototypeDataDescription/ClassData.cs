using System.Globalization;
using Microsoft.ML.Anomaly.Prototypes;

namespace ProtoAnomaly.Benchmarks.DataDescription;

/// <summary>A row of a data set with classes.</summary>
internal sealed record ClassRow(float[] Features, string Class);

/// <summary>A data set with classes, split into training and test rows.</summary>
internal sealed record ClassData(string Name, ImageShape? Shape, IReadOnlyList<ClassRow> Train, IReadOnlyList<ClassRow> Test)
{
    private static readonly string[] ImageSets = ["mnist", "fashion"];

    public IReadOnlyList<string> Classes { get; } = [.. Train.Select(row => row.Class).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The tabular sets of a data folder.</summary>
    public static string[] TabularNames(string dataFolder) =>
        [.. Directory.EnumerateFiles(Path.Combine(dataFolder, "splits", "classes"), "*.csv").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    /// <param name="dataFolder">The data folder.</param>
    /// <param name="name">The set.</param>
    /// <param name="seed">Which split; sets of images have only one.</param>
    public static ClassData Read(string dataFolder, string name, int seed) =>
        ImageSets.Contains(name) ? ReadImages(dataFolder, name) : ReadTable(dataFolder, name, seed);

    /// <summary>The same with a tenth of the training rows in place of the test rows, for tuning.</summary>
    public ClassData HeldOut(int seed)
    {
        ClassRow[] rows = [.. Train];
        new Random(seed).Shuffle(rows);
        int held = rows.Length / 10;
        return this with { Train = rows[held..], Test = rows[..held] };
    }

    private static ClassData ReadImages(string dataFolder, string name)
    {
        (IReadOnlyList<ClassRow> train, ImageShape shape) = Part("train");
        (IReadOnlyList<ClassRow> test, _) = Part("t10k");
        return new ClassData(name, shape, train, test);

        (IReadOnlyList<ClassRow> Rows, ImageShape Shape) Part(string part)
        {
            IdxArray images = IdxFile.Read(Path.Combine(dataFolder, "images", $"{name}-{part}-images-idx3-ubyte.gz"));
            IdxArray labels = IdxFile.Read(Path.Combine(dataFolder, "images", $"{name}-{part}-labels-idx1-ubyte.gz"));
            ClassRow[] rows = [.. Enumerable.Range(0, images.Count).Select(i => new ClassRow(images.Vector(i), labels.Values[i].ToString(CultureInfo.InvariantCulture)))];
            return (rows, new ImageShape(1, images.Dimensions[1], images.Dimensions[2]));
        }
    }

    private static ClassData ReadTable(string dataFolder, string name, int seed)
    {
        string[] lines = File.ReadAllLines(Path.Combine(dataFolder, "classes", $"{name}.csv"));
        ClassRow[] rows =
        [
            .. lines.Skip(1).Select(line => line.Split(',')).Select(fields =>
                new ClassRow([.. fields[..^1].Select(field => float.Parse(field, CultureInfo.InvariantCulture))], fields[^1])),
        ];
        string[] split = File.ReadAllLines(Path.Combine(dataFolder, "splits", "classes", $"{name}.csv"));
        int column = Array.IndexOf(split[0].Split(','), $"s{seed}");
        if (column < 0)
            throw new FormatException($"The splits of {name} have no column s{seed}.");
        var train = new List<ClassRow>();
        var test = new List<ClassRow>();
        foreach (string[] fields in split.Skip(1).Select(line => line.Split(',')))
            (fields[column] == "R" ? train : test).Add(rows[int.Parse(fields[0], CultureInfo.InvariantCulture)]);
        ImageShape? shape = name == "digits8x8" ? new ImageShape(1, 8, 8) : null;
        return new ClassData(name, shape, train, test);
    }
}
