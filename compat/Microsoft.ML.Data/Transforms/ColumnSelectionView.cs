using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Which columns of an input make up the output.</summary>
internal sealed class ColumnSelection
{
    private readonly int[] _inputIndices;

    public ColumnSelection(DataViewSchema inputSchema, int[] inputIndices)
    {
        InputSchema = inputSchema;
        _inputIndices = inputIndices;
        OutputSchema = SchemaExtensions.MakeSchema(inputIndices.Select(i => new DataViewSchema.DetachedColumn(inputSchema[i])));
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public DataViewSchema.Column ToInput(DataViewSchema.Column output)
    {
        Contracts.CheckParam(output.Index < _inputIndices.Length, nameof(output));
        return InputSchema[_inputIndices[output.Index]];
    }

    public IEnumerable<DataViewSchema.Column> ToInput(IEnumerable<DataViewSchema.Column> output) => output.Select(ToInput);
}

/// <summary>A view of some columns of another.</summary>
internal sealed class ColumnSelectionView(IHost host, IDataView source, ColumnSelection selection) : IDataView, IRowToRowMapper
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => selection.OutputSchema;

    DataViewSchema IRowToRowMapper.InputSchema => selection.InputSchema;

    DataViewSchema IRowToRowMapper.OutputSchema => selection.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(host, source.GetRowCursor(selection.ToInput(columnsNeeded), rand), selection);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        source.GetRowCursorSet(selection.ToInput(columnsNeeded), n, rand).Select(c => new Cursor(host, c, selection)).ToArray();

    IEnumerable<DataViewSchema.Column> IRowToRowMapper.GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        selection.ToInput(dependingColumns);

    DataViewRow IRowToRowMapper.GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        host.CheckValue(input, nameof(input));
        host.CheckValue(activeColumns, nameof(activeColumns));
        return new Row(input, selection);
    }

    private sealed class Row(DataViewRow input, ColumnSelection selection) : WrappingRow(input)
    {
        public override DataViewSchema Schema => selection.OutputSchema;

        public override bool IsColumnActive(DataViewSchema.Column column) => Input.IsColumnActive(selection.ToInput(column));

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Input.GetGetter<TValue>(selection.ToInput(column));
    }

    private sealed class Cursor(IHost host, DataViewRowCursor input, ColumnSelection selection) : SynchronizedCursorBase(host, input)
    {
        public override DataViewSchema Schema => selection.OutputSchema;

        public override bool IsColumnActive(DataViewSchema.Column column) => Input.IsColumnActive(selection.ToInput(column));

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Input.GetGetter<TValue>(selection.ToInput(column));
    }
}
