using System.Collections;
using System.Collections.Generic;
using Microsoft.ML.Internal.DataView;

namespace Microsoft.ML;

/// <summary>The columns of a view, in order. Of several columns of one name, the last is visible and found by that name.</summary>
public sealed partial class DataViewSchema : IReadOnlyList<DataViewSchema.Column>
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, int> _indices = [];

    private DataViewSchema(Column[] columns)
    {
        _columns = columns;
        for (int i = 0; i < columns.Length; i++)
            _indices[columns[i].Name] = i;
    }

    public int Count => _columns.Length;

    public Column this[string name]
    {
        get
        {
            Contracts.CheckValue(name, nameof(name));
            return GetColumnOrNull(name) ?? throw Contracts.ExceptParam(nameof(name), $"Column '{name}' not found");
        }
    }

    public Column this[int columnIndex]
    {
        get
        {
            Contracts.CheckParam(0 <= columnIndex && columnIndex < Count, nameof(columnIndex));
            return _columns[columnIndex];
        }
    }

    public Column? GetColumnOrNull(string name) => _indices.TryGetValue(name, out int index) ? _columns[index] : null;

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{Count} columns";
}
