using System;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Holds the value of one column in the current row of a text cursor.</summary>
internal abstract class TextCell
{
    public abstract Delegate Getter { get; }

    /// <summary>Whether the cursor stands on a row, so that there is a value to get.</summary>
    public bool HasValue { get; set; }

    /// <summary>How many fields could not be read and became missing values.</summary>
    public long BadValues { get; protected set; }

    /// <summary>Takes the value from the fields of a line.</summary>
    public abstract void Read(FieldScanner fields, int fieldCount, long line);

    public static TextCell Create(TextColumn column, TextFormat format) => (TextCell)GenericCall.Static(
        typeof(TextCell), column.Type is VectorDataViewType ? nameof(NewVector) : nameof(NewScalar), [column.ItemType.RawType], column, format);

    protected void CheckHasValue()
    {
        if (!HasValue)
            throw Contracts.Except(GetterCursor.NoCurrentRow);
    }

    private static TextCell NewScalar<T>(TextColumn column, TextFormat format) => new Scalar<T>(column, format);

    private static TextCell NewVector<T>(TextColumn column, TextFormat format) => new Vector<T>(column, format);

    private abstract class Typed<T>(TextColumn column, TextFormat format) : TextCell
    {
        private readonly FieldParser<T> _parse = FieldParsers.For<T>(column.ItemType, format);
        private readonly bool _hasMissing = FieldParsers.HasMissing(column.ItemType);

        protected TextColumn Column { get; } = column;

        /// <summary>A field that is not there is read as an empty one, which makes a real NaN.</summary>
        protected bool MissingIsNaN { get; } = format.MissingRealsAsNaNs && FieldParsers.IsReal(column.ItemType);

        protected bool Parse(in ReadOnlyMemory<char> text, out T value)
        {
            if (_parse(text, out value))
                return true;
            if (!_hasMissing)
                return false;
            BadValues++;
            return true;
        }
    }

    private sealed class Scalar<T> : Typed<T>
    {
        private readonly int _index;
        private T _value;

        public Scalar(TextColumn column, TextFormat format)
            : base(column, format)
        {
            _index = column.Runs[0].Min;
            Getter = (ValueGetter<T>)((ref T dst) =>
            {
                CheckHasValue();
                dst = _value;
            });
        }

        public override Delegate Getter { get; }

        public override void Read(FieldScanner fields, int fieldCount, long line)
        {
            int at = fields.Find(_index);
            if (at >= fields.Count || fields.Index(at) != _index)
            {
                _value = default;
                if (MissingIsNaN)
                    Parse(default, out _value);
            }
            else if (!Parse(fields.Value(at), out _value))
                throw Contracts.Except($"Could not parse value {fields.Value(at)} in line {line}, column {Column.Name}");
        }
    }

    private sealed class Vector<T> : Typed<T>
    {
        private int _length;
        private int _count;
        private T[] _values = [];
        private int[] _slots = [];

        public Vector(TextColumn column, TextFormat format)
            : base(column, format) => Getter = (ValueGetter<VBuffer<T>>)Get;

        public override Delegate Getter { get; }

        public override void Read(FieldScanner fields, int fieldCount, long line)
        {
            _count = 0;
            _length = 0;
            foreach (FieldRun run in Column.Runs)
            {
                int lim = run.IsVariable ? Math.Max(run.Min, fieldCount) : run.Lim;
                ReadRun(fields, run.Min, lim, line);
                _length += lim - run.Min;
            }
        }

        private void ReadRun(FieldScanner fields, int min, int lim, long line)
        {
            int next = min;
            for (int at = fields.Find(min); at < fields.Count && fields.Index(at) < lim; at++)
            {
                int index = fields.Index(at), slot = _length + index - min;
                AddMissing(next, index, min);
                next = index + 1;
                if (!Parse(fields.Value(at), out T value))
                    throw Contracts.Except($"Could not parse value {fields.Value(at)} in slot {slot} of column {Column.Name} in line {line}");
                Add(slot, value);
            }
            AddMissing(next, lim, min);
        }

        private void AddMissing(int from, int to, int min)
        {
            for (int index = from; MissingIsNaN && index < to; index++)
            {
                Parse(default, out T value);
                Add(_length + index - min, value);
            }
        }

        private void Add(int slot, T value)
        {
            if (_count == _values.Length)
            {
                int capacity = Math.Max(4, 2 * _count);
                Array.Resize(ref _values, capacity);
                Array.Resize(ref _slots, capacity);
            }
            _slots[_count] = slot;
            _values[_count++] = value;
        }

        // Sparse only where that saves at least half of the values.
        private void Get(ref VBuffer<T> dst)
        {
            CheckHasValue();
            bool sparse = _count < _length / 2;
            VBufferEditor<T> editor = VBufferEditor.Create(ref dst, _length, sparse ? _count : _length);
            if (sparse)
            {
                _values.AsSpan(0, _count).CopyTo(editor.Values);
                _slots.AsSpan(0, _count).CopyTo(editor.Indices);
            }
            else if (_count == _length)
                _values.AsSpan(0, _count).CopyTo(editor.Values);
            else
            {
                editor.Values.Clear();
                for (int i = 0; i < _count; i++)
                    editor.Values[_slots[i]] = _values[i];
            }
            dst = editor.Commit();
        }
    }
}
