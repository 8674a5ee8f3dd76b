using System.Collections.Generic;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Row mappers one after the other. Without any, rows pass through.</summary>
internal sealed class CompositeRowToRowMapper : IRowToRowMapper
{
    private readonly IRowToRowMapper[] _mappers;

    public CompositeRowToRowMapper(DataViewSchema inputSchema, IRowToRowMapper[] mappers)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        InputSchema = inputSchema;
        _mappers = mappers ?? [];
        OutputSchema = _mappers.Length == 0 ? inputSchema : _mappers[^1].OutputSchema;
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        for (int i = _mappers.Length - 1; i >= 0; i--)
            dependingColumns = _mappers[i].GetDependencies(dependingColumns);
        return dependingColumns;
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Contracts.CheckValue(input, nameof(input));
        Contracts.CheckValue(activeColumns, nameof(activeColumns));
        if (_mappers.Length == 0)
            return new PassedRow(input, RowGetters.ActiveColumns(OutputSchema, activeColumns));

        // What each mapper is asked for: the columns that the ones after it need.
        var active = new IEnumerable<DataViewSchema.Column>[_mappers.Length];
        active[^1] = activeColumns;
        for (int i = _mappers.Length - 1; i > 0; i--)
            active[i - 1] = _mappers[i].GetDependencies(active[i]);
        DataViewRow row = input;
        for (int i = 0; i < _mappers.Length; i++)
            row = _mappers[i].GetRow(row, active[i]);
        return row;
    }

    private sealed class PassedRow(DataViewRow input, bool[] active) : WrappingRow(input)
    {
        public override DataViewSchema Schema => Input.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Contracts.CheckParam(active[column.Index], nameof(column), "requested column not active");
            return Input.GetGetter<TValue>(column);
        }
    }
}
