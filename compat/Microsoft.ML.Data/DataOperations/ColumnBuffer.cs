using System;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Points a buffer's getters to the row that is current.</summary>
internal sealed class BufferSlot
{
    public int Index = -1;
}

/// <summary>Values of one column, kept by row.</summary>
internal abstract class ColumnBuffer
{
    public static ColumnBuffer Create(DataViewType type) => (ColumnBuffer)(type is VectorDataViewType vector
        ? GenericCall.Static(typeof(ColumnBuffer), nameof(NewVectors), [vector.ItemType.RawType])
        : GenericCall.Static(typeof(ColumnBuffer), nameof(NewScalars), [type.RawType]));

    /// <summary>An action that puts the column's current value at an index.</summary>
    public abstract Action<int> Writer(DataViewRow source, DataViewSchema.Column column);

    /// <summary>A getter of the value at the slot's index.</summary>
    public abstract Delegate Getter(BufferSlot slot);

    private static ColumnBuffer NewScalars<T>() => new Buffer<T>((in T from, ref T to) => to = from);

    private static ColumnBuffer NewVectors<T>() => new Buffer<VBuffer<T>>((in VBuffer<T> from, ref VBuffer<T> to) => from.CopyTo(ref to));

    private delegate void Copy<T>(in T from, ref T to);

    private sealed class Buffer<T>(Copy<T> copy) : ColumnBuffer
    {
        private T[] _values = [];

        public override Action<int> Writer(DataViewRow source, DataViewSchema.Column column)
        {
            ValueGetter<T> get = source.GetGetter<T>(column);
            return index =>
            {
                if (index >= _values.Length)
                    Array.Resize(ref _values, Math.Max(Math.Max(index + 1, 16), (int)Math.Min(2L * _values.Length, Array.MaxLength)));
                get(ref _values[index]);
            };
        }

        public override Delegate Getter(BufferSlot slot) => (ValueGetter<T>)((ref T value) =>
        {
            if (slot.Index < 0)
                throw Contracts.Except(GetterCursor.NoCurrentRow);
            copy(_values[slot.Index], ref value);
        });
    }
}
