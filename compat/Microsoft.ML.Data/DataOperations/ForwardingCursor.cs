using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A cursor over some of the rows of another, with the same columns; derived classes say which rows.</summary>
internal abstract class ForwardingCursor(IChannelProvider provider, DataViewRowCursor input, bool[] active) : RootCursorBase(provider)
{
    private bool _disposed;

    protected DataViewRowCursor Input { get; } = input;

    public sealed override DataViewSchema Schema => Input.Schema;

    public sealed override long Batch => Input.Batch;

    // The input may have more columns active than this cursor was asked for.
    public sealed override bool IsColumnActive(DataViewSchema.Column column)
    {
        Ch.Check(column.Index < active.Length, $"Column index must be between 0 and {active.Length}");
        return active[column.Index];
    }

    public sealed override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Ch.CheckParam(IsColumnActive(column), nameof(column), "requested column not active");
        return Input.GetGetter<TValue>(column);
    }

    public sealed override ValueGetter<DataViewRowId> GetIdGetter() => Input.GetIdGetter();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (_disposed)
            return;
        _disposed = true;
        if (disposing)
            Input.Dispose();
    }
}
