using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// Keeps values of a view in memory. The source is read when a cursor first moves, and only for columns that are asked
/// for and not there yet; after that any number of threads can read.
/// </summary>
internal sealed class CacheDataView : IDataView
{
    private readonly IHost _host;
    private readonly IDataView _source;
    private readonly int[] _prefetch;
    private readonly ColumnBuffer[] _buffers;
    private readonly bool[] _filled;
    private readonly object _fill = new();
    private long _rowCount;

    /// <param name="env">The environment.</param>
    /// <param name="source">The view to keep.</param>
    /// <param name="prefetch">Columns to read in the first pass over the source, even if it is made for others.</param>
    public CacheDataView(IHostEnvironment env, IDataView source, params int[] prefetch)
    {
        Contracts.CheckValue(env, nameof(env));
        _host = env.Register("Cache");
        _host.CheckValue(source, nameof(source));
        _source = source;
        _prefetch = prefetch ?? [];
        _buffers = source.Schema.Select(c => ColumnBuffer.Create(c.Type)).ToArray();
        _filled = new bool[_buffers.Length];
        _rowCount = source.GetRowCount() ?? -1;
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => Interlocked.Read(ref _rowCount) is >= 0 and var count ? count : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        GetRowCursorSet(columnsNeeded, 1, rand)[0];

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        bool[] active = RowGetters.ActiveColumns(Schema, columnsNeeded);
        // Drawn now, so that the order depends on the generator only and not on when rows are read.
        var deal = new RowDeal(this, active, rand?.Next());
        return Enumerable.Range(0, Math.Clamp(n, 1, Environment.ProcessorCount))
            .Select(_ => new Cursor(this, active, deal)).ToArray<DataViewRowCursor>();
    }

    /// <summary>Makes sure that all active columns are there; returns the number of rows.</summary>
    private int Fill(bool[] active)
    {
        lock (_fill)
        {
            int[] missing = Enumerable.Range(0, active.Length).Where(i => active[i] && !_filled[i]).ToArray();
            if (missing.Length > 0 || _rowCount < 0)
                ReadSource(missing.Union(_prefetch.Where(i => !_filled[i])).ToArray());
            return (int)_rowCount;
        }
    }

    private void ReadSource(int[] columns)
    {
        using DataViewRowCursor cursor = _source.GetRowCursor(columns.Select(i => Schema[i]));
        Action<int>[] writers = columns.Select(i => _buffers[i].Writer(cursor, Schema[i])).ToArray();
        int row = 0;
        for (; cursor.MoveNext(); row++)
        {
            _host.Check(row < Array.MaxLength, "The input data view has too many rows to be cached");
            foreach (Action<int> write in writers)
                write(row);
        }
        Interlocked.Exchange(ref _rowCount, row);
        // Only now: a pass that fails has to be repeated.
        foreach (int i in columns)
            _filled[i] = true;
    }

    /// <summary>Deals rows out to the cursors of a set, in batches.</summary>
    private sealed class RowDeal(CacheDataView view, bool[] active, int? seed)
    {
        public const int BatchSize = 64;

        private readonly Lazy<(int Count, int[] Order)> _rows = new(() =>
        {
            int count = view.Fill(active);
            return (count, seed is { } value ? Permutation(count, value) : null);
        });

        private long _batches = -1;

        public int Count => _rows.Value.Count;

        public int RowAt(int index) => _rows.Value.Order is { } order ? order[index] : index;

        public long NextBatch() => Interlocked.Increment(ref _batches);

        private static int[] Permutation(int count, int seed)
        {
            int[] order = Enumerable.Range(0, count).ToArray();
            RandomUtils.Create(seed).Shuffle(order);
            return order;
        }
    }

    private sealed class Cursor : GetterCursor
    {
        private readonly BufferSlot _slot = new();
        private readonly RowDeal _deal;
        private long _batch = -1;
        private long _next;
        private long _end;

        public Cursor(CacheDataView view, bool[] active, RowDeal deal)
            : base(view._host, view.Schema)
        {
            _deal = deal;
            Getters = active.Select((a, i) => a ? view._buffers[i].Getter(_slot) : null).ToArray();
        }

        public override long Batch => _batch;

        protected override long RowIndex => _slot.Index;

        protected override bool MoveNextCore()
        {
            if (_next >= _end)
            {
                _batch = _deal.NextBatch();
                _next = _batch * RowDeal.BatchSize;
                _end = Math.Min(_next + RowDeal.BatchSize, _deal.Count);
                if (_next >= _end)
                    return false;
            }
            _slot.Index = _deal.RowAt((int)_next++);
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            _slot.Index = -1;
        }
    }
}
