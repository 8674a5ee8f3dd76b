using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Labelling;

/// <summary>The labels that somebody gives row by row, and the file that holds them: the table with one column more, or with that column filled.</summary>
internal sealed class Answers
{
    private const string Anomaly = "1", Normal = "-1";

    private readonly TableSource _source;
    private readonly string _path, _column;
    private readonly int _place;
    private readonly bool _hasHeader;
    private readonly float[] _labels;
    private readonly Stack<int> _order = new();

    private Answers(TableSource source, string path, string column, bool hasHeader, float[] labels)
    {
        (_source, _path, _column, _hasHeader, _labels) = (source, path, column, hasHeader, labels);
        _place = source.Columns.ToList().IndexOf(column);
    }

    /// <summary>The label of each row, as the trainers take it.</summary>
    public IReadOnlyList<float> Labels => _labels;

    /// <summary>The number of rows answered since the start, without those of earlier runs.</summary>
    public int Count => _order.Count;

    /// <summary>Takes up what is there: labels in the table's own column, and the answers that the file holds from before.</summary>
    /// <param name="source">The table.</param>
    /// <param name="path">The file with the answers, which need not be there yet.</param>
    /// <param name="column">The label column.</param>
    /// <param name="rows">The number of the table's rows.</param>
    /// <param name="open">Opens the file with the answers.</param>
    /// <param name="hasHeader">Whether tables name their columns.</param>
    /// <exception cref="ToolException">The file holds another table.</exception>
    public static Answers TakeUp(TableSource source, string path, string column, int rows, Func<string, TableSource> open, bool hasHeader)
    {
        string[] expected = source.Columns.Contains(column) ? [.. source.Columns] : [.. source.Columns, column];
        TableSource from = File.Exists(path) ? open(path) : source;
        if (from != source && !from.Columns.SequenceEqual(expected))
            throw new ToolException($"{path} is there and has other columns than {source.Name} with '{column}': it holds no answers for it. Name another file with --out.");
        int place = from.Columns.ToList().IndexOf(column);
        float[] labels = place < 0 ? new float[rows] : [.. from.Rows().Select(row => Read(from, row, column, place))];
        if (labels.Length != rows)
            throw new ToolException($"{path} is there and has {labels.Length} rows, {source.Name} has {rows}: it holds no answers for it. Name another file with --out.");
        return new Answers(source, path, column, hasHeader, labels);
    }

    /// <summary>Takes an answer and writes the file.</summary>
    public void Give(int row, bool isAnomaly)
    {
        _labels[row] = isAnomaly ? LabelRule.Anomaly : LabelRule.Normal;
        _order.Push(row);
        Save();
    }

    /// <summary>Takes the last answer back and writes the file.</summary>
    /// <returns>The row; null where there is no answer to take back.</returns>
    public int? TakeBack()
    {
        if (!_order.TryPop(out int row))
            return null;
        _labels[row] = LabelRule.Unlabelled;
        Save();
        return row;
    }

    private static float Read(TableSource table, TableRow row, string column, int place) => new LabelRule(column, []).Read(row.Fields[place])
        ?? throw new ToolException($"{table.Place(row.Number)}: '{row.Fields[place]}' in the column '{column}' is no answer; those are 1 (an anomaly), -1 (normal) and nothing. Name another column with --label.");

    private void Save() => OutputFile.WriteText(_path, "The labels", writer =>
    {
        char separator = _source.Separator;
        if (_hasHeader)
            writer.WriteLine(DelimitedText.Record(_place < 0 ? [.. _source.Columns, _column] : _source.Columns, separator));
        int number = 0;
        foreach (TableRow row in _source.Rows())
        {
            string label = _labels[number++] switch { LabelRule.Anomaly => Anomaly, LabelRule.Normal => Normal, _ => "" };
            IEnumerable<string> fields = _place < 0 ? [.. row.Fields, label] : row.Fields.Select((field, i) => i == _place ? label : field);
            writer.WriteLine(DelimitedText.Record(fields, separator));
        }
    });
}
