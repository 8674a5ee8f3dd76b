using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>A row as the trainers meet it.</summary>
internal sealed class Row
{
    public float[] Features { get; set; } = [];

    /// <summary>In training rows: whether it is a labelled anomaly. In validation and test rows: whether it is an anomaly.</summary>
    public bool Label { get; set; }
}

/// <summary>
/// One split of a data set. A split gives each row a letter: U, unlabelled training row; A, labelled anomaly for training;
/// T, test row; V, validation row with its true label, for trainers that are allowed to see it; -, left out.
/// </summary>
internal sealed class DataSet
{
    /// <summary>The letter of rows that a split has no use for.</summary>
    public const char LeftOut = '-';

    private DataSet(Row[] train, Row[] validation, Row[] test, int width)
    {
        Train = train;
        Validation = validation;
        Test = test;
        Width = width;
    }

    public IReadOnlyList<Row> Train { get; }

    public IReadOnlyList<Row> Validation { get; }

    public IReadOnlyList<Row> Test { get; }

    /// <summary>The number of features that are left once those that don't vary in the training rows are dropped.</summary>
    public int Width { get; }

    /// <summary>The names of all data sets that a protocol splits.</summary>
    public static string[] Names(string dataFolder, string protocol)
    {
        string folder = SplitsFolder(dataFolder, protocol);
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There are no splits for the protocol '{protocol}': no folder {folder}.");
        return [.. Directory.EnumerateFiles(folder, "*.csv").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.OrdinalIgnoreCase)];
    }

    /// <param name="dataFolder">The folder with <c>tabular</c> and <c>splits</c>.</param>
    /// <param name="protocol">The protocol whose splits to use; see <see cref="ProtocolName"/>.</param>
    /// <param name="name">The data set.</param>
    /// <param name="seed">k, for the split in column <c>s&lt;k&gt;</c>.</param>
    /// <param name="labelled">
    /// The number of anomalies that the training rows have labelled: first those that the split labels, then others, each in a random
    /// order, so that the anomalies of a smaller number are among those of a larger one. All, where there are fewer; null takes the split's.
    /// </param>
    /// <exception cref="InvalidDataException">A file isn't what it should be.</exception>
    public static DataSet Read(string dataFolder, string protocol, string name, int seed, int? labelled = null)
    {
        string rowsFile = Path.Combine(dataFolder, "tabular", name + ".csv");
        Row[] rows = ReadRows(rowsFile);
        var train = new List<(Row Row, bool IsAnomaly)>();
        var validation = new List<Row>();
        var test = new List<Row>();
        foreach ((int number, string letter) in ReadSplit(Path.Combine(SplitsFolder(dataFolder, protocol), name + ".csv"), seed))
        {
            if (number < 0 || number >= rows.Length)
                throw new InvalidDataException($"{rowsFile}: the split names row {number}, but there are {rows.Length} rows.");
            Row row = rows[number];
            switch (letter)
            {
                case "U": train.Add((new Row { Features = row.Features }, row.Label)); break;
                case "A" when row.Label: train.Add((row, true)); break;
                case "A": throw new InvalidDataException($"{rowsFile}: row {number} is normal, but a labelled anomaly in the split.");
                case "-": break;
                case "T": test.Add(row); break;
                case "V": validation.Add(row); break;
                default: throw new InvalidDataException($"{rowsFile}: row {number} has the letter '{letter}' in the split.");
            }
        }
        List<Row> rowsToTrainOn = [.. ProtocolName.Parse(protocol).Arrange(train, labelled, seed)];
        int[] varying = Varying(rowsToTrainOn);
        return new DataSet(Select(rowsToTrainOn, varying), Select(validation, varying), Select(test, varying), varying.Length);
    }

    /// <summary>The rows as a data view, held in memory.</summary>
    public IDataView View(MLContext mlContext, IReadOnlyList<Row> rows)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Width);
        return mlContext.Data.LoadFromEnumerable(rows, schema);
    }

    private static string SplitsFolder(string dataFolder, string protocol) => Path.Combine(dataFolder, "splits", ProtocolName.Parse(protocol).Splits);

    private static Row[] ReadRows(string file)
    {
        string[] lines = File.ReadAllLines(file);
        string[] header = lines[0].Split(',');
        if (header[^1] != "label")
            throw new InvalidDataException($"{file}: the last column should be 'label', and is '{header[^1]}'.");
        var rows = new Row[lines.Length - 1];
        for (int i = 0; i < rows.Length; i++)
        {
            string[] fields = lines[i + 1].Split(',');
            if (fields.Length != header.Length)
                throw new InvalidDataException($"{file}: line {i + 2} has {fields.Length} fields, and the header {header.Length}.");
            rows[i] = new Row
            {
                Features = [.. fields.SkipLast(1).Select(field => (float)double.Parse(field, CultureInfo.InvariantCulture))],
                Label = fields[^1] == "1",
            };
        }
        return rows;
    }

    private static IEnumerable<(int Row, string Letter)> ReadSplit(string file, int seed)
    {
        string[] lines = File.ReadAllLines(file);
        int column = Array.IndexOf(lines[0].Split(','), $"s{seed}");
        if (column < 0)
            throw new InvalidDataException($"{file}: there is no column s{seed}.");
        foreach (string line in lines.Skip(1))
        {
            string[] fields = line.Split(',');
            yield return (int.Parse(fields[0], CultureInfo.InvariantCulture), fields[column]);
        }
    }

    private static int[] Varying(List<Row> rows) =>
        [.. Enumerable.Range(0, rows[0].Features.Length).Where(i => rows.Exists(row => row.Features[i] != rows[0].Features[i]))];

    private static Row[] Select(List<Row> rows, int[] features) =>
        [.. rows.Select(row => new Row { Features = [.. features.Select(i => row.Features[i])], Label = row.Label })];
}
