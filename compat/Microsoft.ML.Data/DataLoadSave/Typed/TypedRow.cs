using System;
using System.Linq;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A row whose values are the members of an object; the object can be exchanged.</summary>
internal sealed class TypedRow<TRow> : DataViewRow
    where TRow : class
{
    private readonly IHost _host;
    private readonly RowHolder<TRow> _holder = new();
    private readonly Delegate[] _getters;
    private long _position = -1;

    public TypedRow(IHostEnvironment env, SchemaDefinition definition = null)
    {
        _host = env.Register("Row");
        MemberColumn[] members = MemberColumn.Of(typeof(TRow), definition, SchemaDefinition.Direction.Read);
        Schema = MemberColumn.Schema(members);
        _getters = members.Select(m => TypedGetters.Create(m, _holder)).ToArray();
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _position;

    public override long Batch => 0;

    public void MoveTo(TRow row)
    {
        _host.CheckValue(row, nameof(row));
        _holder.Row = row;
        _position++;
    }

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        _host.Check(column.Index < _getters.Length, $"Column index must be between 0 and {_getters.Length}");
        return true;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        IsColumnActive(column);
        return RowGetters.Cast<TValue>(_host, _getters[column.Index], column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        _host.Check(_position >= 0, GetterCursor.NoCurrentRow);
        id = new DataViewRowId((ulong)_position, 0);
    };
}
