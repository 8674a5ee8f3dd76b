using System;
using System.Linq;

namespace Microsoft.ML.Data;

/// <summary>One column of a row that is being saved.</summary>
internal abstract class SavedColumn
{
    /// <summary>The text of the item type's default value.</summary>
    public abstract string Default { get; }

    /// <summary>Hands the texts of the row's items to <paramref name="add"/>, not all of those with default values; returns the number of slots.</summary>
    public abstract int WriteItems(Action<int, string> add);

    /// <summary>The same for names; slots without a name are left out.</summary>
    public abstract int WriteNames(Action<int, string> add);

    public static SavedColumn Create(DataViewRow row, DataViewSchema.Column column, char separator) => (SavedColumn)GenericCall.Static(
        typeof(SavedColumn), column.Type is VectorDataViewType ? nameof(NewVector) : nameof(NewScalar), [column.Type.GetItemType().RawType], row, column, separator);

    /// <summary>The names of a vector's slots, or null.</summary>
    public static VBuffer<ReadOnlyMemory<char>>? SlotNames(DataViewSchema.Column column)
    {
        const string kind = AnnotationUtils.Kinds.SlotNames;
        if (column.Type is not VectorDataViewType { IsKnownSize: true } vector
            || column.Annotations.Schema.GetColumnOrNull(kind)?.Type is not VectorDataViewType { ItemType: TextDataViewType } names
            || names.Size != vector.Size)
            return null;
        VBuffer<ReadOnlyMemory<char>> value = default;
        column.Annotations.GetValue(kind, ref value);
        return value;
    }

    private static SavedColumn NewScalar<T>(DataViewRow row, DataViewSchema.Column column, char separator) => new Scalar<T>(row, column, separator);

    private static SavedColumn NewVector<T>(DataViewRow row, DataViewSchema.Column column, char separator) => new Vector<T>(row, column, separator);

    private sealed class Scalar<T>(DataViewRow row, DataViewSchema.Column column, char separator) : SavedColumn
    {
        private readonly ValueGetter<T> _get = row.GetGetter<T>(column);
        private readonly Func<T, string> _format = FieldWriter.For<T>((PrimitiveDataViewType)column.Type, separator);
        private T _value;

        public override string Default => _format(default);

        public override int WriteItems(Action<int, string> add)
        {
            _get(ref _value);
            add(0, _format(_value));
            return 1;
        }

        public override int WriteNames(Action<int, string> add)
        {
            add(0, FieldWriter.Text(column.Name, separator));
            return 1;
        }
    }

    private sealed class Vector<T>(DataViewRow row, DataViewSchema.Column column, char separator) : SavedColumn
    {
        private readonly ValueGetter<VBuffer<T>> _get = row.GetGetter<VBuffer<T>>(column);
        private readonly Func<T, string> _format = FieldWriter.For<T>(((VectorDataViewType)column.Type).ItemType, separator);
        private VBuffer<T> _value;

        public override string Default => _format(default);

        public override int WriteItems(Action<int, string> add)
        {
            _get(ref _value);
            ReadOnlySpan<T> values = _value.GetValues();
            ReadOnlySpan<int> indices = _value.GetIndices();
            for (int i = 0; i < values.Length; i++)
                add(_value.IsDense ? i : indices[i], _format(values[i]));
            return _value.Length;
        }

        public override int WriteNames(Action<int, string> add)
        {
            foreach (var (slot, name) in (SlotNames(column) ?? default).Items())
            {
                if (!name.IsEmpty)
                    add(slot, FieldWriter.Text(name.ToString(), separator));
            }
            return ((VectorDataViewType)column.Type).Size;
        }
    }
}
