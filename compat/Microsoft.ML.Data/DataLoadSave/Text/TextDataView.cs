using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The rows of text files. Each pass over the view reads the files anew.</summary>
internal sealed class TextDataView(IHost host, TextSchema columns, TextFormat format, IMultiStreamSource source, bool useThreads) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => columns.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        GetRowCursorSet(columnsNeeded, 1, rand)[0];

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        bool[] active = RowGetters.ActiveColumns(Schema, columnsNeeded);
        int count = useThreads ? Math.Clamp(n, 1, Environment.ProcessorCount) : 1;
        var feed = new LineFeed(LineReader.Read(source, format, skipHeader: format.HasHeader), count);
        var stats = new TextStats(host, count);
        return Enumerable.Range(0, count).Select(_ => new Cursor(host, columns, format, active, feed, stats)).ToArray<DataViewRowCursor>();
    }

    private sealed class Cursor : GetterCursor
    {
        private readonly TextCell[] _cells;
        private readonly FieldScanner _scanner;
        private readonly LineFeed _feed;
        private readonly TextStats _stats;
        private readonly List<TextLine> _lines = [];
        private readonly TextColumn[] _columns;
        private int _next;
        private long _batch;
        private long _firstRow;
        private bool _released;

        public Cursor(IHost host, TextSchema columns, TextFormat format, bool[] active, LineFeed feed, TextStats stats)
            : base(host, columns.Schema)
        {
            _feed = feed;
            _stats = stats;
            _columns = columns.Columns.Where((_, i) => active[i]).ToArray();
            _cells = _columns.Select(c => TextCell.Create(c, format)).ToArray();
            int cell = 0;
            Getters = active.Select(a => a ? _cells[cell++].Getter : null).ToArray();

            int lim = _columns.SelectMany(c => c.Runs).Select(r => r.Lim).DefaultIfEmpty(1).Max();
            _scanner = new FieldScanner(format, (format.InputSize > 0 ? Math.Min(lim, format.InputSize) : lim) - 1);
        }

        public override long Batch => _batch;

        protected override long RowIndex => _firstRow + _next - 1;

        protected override bool MoveNextCore()
        {
            if (_next >= _lines.Count)
            {
                if (!_feed.Take(_lines, out _batch, out _firstRow))
                    return false;
                _next = 0;
            }
            Read(_lines[_next++]);
            return true;
        }

        private void Read(TextLine line)
        {
            int fieldCount = _scanner.Scan(line.Text);
            if (_scanner.Error is { } error)
                _stats.AddBadLine(line, error);
            try
            {
                for (int i = 0; i < _cells.Length; i++)
                {
                    long before = _cells[i].BadValues;
                    _cells[i].Read(_scanner, fieldCount, line.Number);
                    _cells[i].HasValue = true;
                    for (long bad = before; bad < _cells[i].BadValues; bad++)
                        _stats.AddBadValue(line.Number, _columns[i].Name);
                }
            }
            catch (InvalidOperationException e)
            {
                throw Ch.ExceptDecode(e, $"Parsing failed with an exception: {e.Message}");
            }
            _stats.AddRow();
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            foreach (TextCell cell in _cells)
                cell.HasValue = false;
            if (!disposing || _released)
                return;
            _released = true;
            _feed.Release();
            _stats.Release();
        }
    }
}
