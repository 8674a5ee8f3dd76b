using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// The rows of a view in random order, the same in each pass unless the caller brings a generator. Rows are drawn from a
/// pool that is refilled from the source; where the source can shuffle itself, it does so too.
/// </summary>
internal sealed class ShuffledView(IHost host, IDataView source, int seed, int poolSize, bool shuffleSource) : IDataView
{
    public bool CanShuffle => true;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        bool[] active = RowGetters.ActiveColumns(Schema, columnsNeeded);
        Random own = rand ?? RandomUtils.Create(seed);
        Random sourceRandom = shuffleSource && source.CanShuffle ? RandomUtils.Create(own) : null;
        DataViewRowCursor input = source.GetRowCursor(RowGetters.Where(Schema, i => active[i]), sourceRandom);
        return new Cursor(host, input, active, own, poolSize);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : GetterCursor
    {
        private readonly DataViewRowCursor _input;
        private readonly Random _random;
        private readonly int _poolSize;
        private readonly BufferSlot _slot = new();
        private readonly Action<int>[] _writers;
        private readonly ValueGetter<DataViewRowId> _inputId;
        private readonly List<DataViewRowId> _ids = [];
        // Slots with rows still to come; the current row's slot is not among them.
        private readonly List<int> _waiting = [];

        public Cursor(IHost host, DataViewRowCursor input, bool[] active, Random random, int poolSize)
            : base(host, input.Schema)
        {
            _input = input;
            _random = random;
            _poolSize = poolSize;
            ColumnBuffer[] buffers = active.Select((a, i) => a ? ColumnBuffer.Create(Schema[i].Type) : null).ToArray();
            _writers = buffers.Select((b, i) => b?.Writer(input, Schema[i])).Where(w => w is not null).ToArray();
            _inputId = input.GetIdGetter();
            Getters = buffers.Select(b => b?.Getter(_slot)).ToArray();
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
        {
            Ch.Check(IsGood, NoCurrentRow);
            id = _ids[_slot.Index];
        };

        protected override bool MoveNextCore()
        {
            if (_slot.Index >= 0)
                Refill(_slot.Index);
            while (_ids.Count < _poolSize && Refill(_ids.Count))
            {
            }
            if (_waiting.Count == 0)
                return false;
            int drawn = _random.Next(_waiting.Count);
            _slot.Index = _waiting[drawn];
            _waiting[drawn] = _waiting[^1];
            _waiting.RemoveAt(_waiting.Count - 1);
            return true;
        }

        private bool Refill(int slot)
        {
            if (!_input.MoveNext())
                return false;
            foreach (Action<int> write in _writers)
                write(slot);
            DataViewRowId id = default;
            _inputId(ref id);
            if (slot == _ids.Count)
                _ids.Add(id);
            else
                _ids[slot] = id;
            _waiting.Add(slot);
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            _slot.Index = -1;
            if (disposing)
                _input.Dispose();
        }
    }
}
