using Microsoft.Data.Analysis;
using Microsoft.ML;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>The features of rows, in memory: 4 bytes a number, and one copy of each text.</summary>
internal sealed class FeatureTable
{
    private readonly FeatureReader[] _readers;
    private readonly List<float>?[] _numbers;
    private readonly List<string>?[] _texts;
    private readonly Dictionary<string, string> _pool = [];
    private readonly List<long> _places = [];

    public FeatureTable(FeatureReader[] readers)
    {
        _readers = readers;
        _numbers = [.. readers.Select(reader => reader.Feature.Kind == ColumnKind.Number ? new List<float>() : null)];
        _texts = [.. readers.Select(reader => reader.Feature.Kind == ColumnKind.Number ? null : new List<string>())];
    }

    public int Rows => _places.Count;

    /// <summary>Each row's line, or its number where the table has no lines.</summary>
    public IReadOnlyList<long> Places => _places;

    public IEnumerable<FeatureColumn> Features => _readers.Select(reader => reader.Feature);

    /// <summary>The values of a feature that is a number; null for one that is a text.</summary>
    public IReadOnlyList<float>? Numbers(int feature) => _numbers[feature];

    /// <summary>The values of a feature that is a text; null for one that is a number.</summary>
    public IReadOnlyList<string>? Texts(int feature) => _texts[feature];

    /// <exception cref="ToolException">A value is not what it should be; the row is not added.</exception>
    public void Add(TableRow row)
    {
        int rows = Rows;
        try
        {
            for (int i = 0; i < _readers.Length; i++)
            {
                _numbers[i]?.Add(_readers[i].Number(row));
                _texts[i]?.Add(Pooled(_readers[i].Text(row)));
            }
            _places.Add(row.Number);
        }
        catch (ToolException)
        {
            for (int i = 0; i < _readers.Length; i++)
            {
                _numbers[i]?.RemoveRange(rows, _numbers[i]!.Count - rows);
                _texts[i]?.RemoveRange(rows, _texts[i]!.Count - rows);
            }
            throw;
        }
    }

    public void Clear()
    {
        foreach (List<float>? column in _numbers)
            column?.Clear();
        foreach (List<string>? column in _texts)
            column?.Clear();
        _places.Clear();
        _pool.Clear();
    }

    /// <summary>Replaces numbers by missing ones.</summary>
    public void Erase(int feature, Func<float, bool> which)
    {
        List<float> values = _numbers[feature]!;
        for (int row = 0; row < values.Count; row++)
        {
            if (which(values[row]))
                values[row] = float.NaN;
        }
    }

    /// <summary>Rows as ML.NET takes them.</summary>
    /// <param name="rows">Which of them; null for all.</param>
    /// <param name="label">A column of labels, one for each row of the table.</param>
    /// <param name="classes">A column of texts, one for each row of the table.</param>
    public IDataView ToDataView(IReadOnlyList<int>? rows = null, (string Name, IReadOnlyList<float> Values)? label = null, (string Name, IReadOnlyList<string> Values)? classes = null)
    {
        var columns = new List<DataFrameColumn>();
        for (int i = 0; i < _readers.Length; i++)
        {
            string name = _readers[i].Feature.Name;
            columns.Add(_numbers[i] is { } numbers ? new SingleDataFrameColumn(name, Pick(numbers, rows)) : new StringDataFrameColumn(name, Pick(_texts[i]!, rows)));
        }
        if (label is { } labels)
            columns.Add(new SingleDataFrameColumn(labels.Name, Pick(labels.Values, rows)));
        if (classes is { } named)
            columns.Add(new StringDataFrameColumn(named.Name, Pick(named.Values, rows)));
        return new DataFrame(columns);
    }

    /// <summary>A table without rows that has the columns as ML.NET takes them.</summary>
    public static DataViewSchema Schema(TableLayout layout) =>
        new FeatureTable(layout.Readers("", layout.Columns, new SpoiltValues("", "row", isLenient: false))).ToDataView().Schema;

    private static IEnumerable<T> Pick<T>(IReadOnlyList<T> values, IReadOnlyList<int>? rows) => rows is null ? values : rows.Select(row => values[row]);

    private string Pooled(string text)
    {
        const int most = 100_000;
        if (_pool.TryGetValue(text, out string? known))
            return known;
        if (_pool.Count < most)
            _pool[text] = text;
        return text;
    }
}
