using System;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A cursor whose getters are made once, when it is made: one per active column, null for the others.</summary>
internal abstract class GetterCursor(IChannelProvider provider, DataViewSchema schema) : RootCursorBase(provider)
{
    public const string NoCurrentRow = "Values cannot be fetched at this time. "
        + "This method was called either before the first call to MoveNext, or at any point after that method returned false.";

    public sealed override DataViewSchema Schema => schema;

    public override long Batch => 0;

    /// <summary>Set by the constructor of the derived class.</summary>
    protected Delegate[] Getters { get; init; }

    /// <summary>Index of the current row in the view, whatever the order in which this cursor visits rows.</summary>
    protected virtual long RowIndex => Position;

    public sealed override bool IsColumnActive(DataViewSchema.Column column)
    {
        Ch.Check(column.Index < Getters.Length, $"Column index must be between 0 and {Getters.Length}");
        return Getters[column.Index] is not null;
    }

    public sealed override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Ch.CheckParam(IsColumnActive(column), nameof(column), "requested column not active");
        return RowGetters.Cast<TValue>(Ch, Getters[column.Index], column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        Ch.Check(IsGood, NoCurrentRow);
        id = new DataViewRowId((ulong)RowIndex, 0);
    };
}
