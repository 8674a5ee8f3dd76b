using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.MlNet;

/// <summary>
/// Values of a column of the source that are kept for as long as their rows wait to be handed out.
/// </summary>
internal abstract class KeptColumn
{
    /// <summary>Whether values of the type can be kept at all: others may be objects that their owner changes for the next row.</summary>
    public static bool CanKeep(DataViewType type) => type is PrimitiveDataViewType or VectorDataViewType;

    /// <param name="source">The cursor that the values come from.</param>
    /// <param name="column">A column of it.</param>
    /// <param name="rows">How many values to keep.</param>
    public static KeptColumn Create(DataViewRow source, DataViewSchema.Column column, int rows)
    {
        Type kept = column.Type is VectorDataViewType vector
            ? typeof(Vectors<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(Scalars<>).MakeGenericType(column.Type.RawType);
        return (KeptColumn)Activator.CreateInstance(kept, source, column, rows)!;
    }

    /// <summary>Keeps the value of the source's current row.</summary>
    public abstract void Keep(int row);

    /// <summary>A getter of the value of the row that <paramref name="current"/> names.</summary>
    public abstract Delegate CreateGetter(Func<int> current);

    private sealed class Scalars<T>(DataViewRow source, DataViewSchema.Column column, int rows) : KeptColumn
    {
        private readonly ValueGetter<T> _getter = source.GetGetter<T>(column);
        private readonly T[] _values = new T[rows];

        public override void Keep(int row) => _getter(ref _values[row]);

        public override Delegate CreateGetter(Func<int> current) => (ValueGetter<T>)((ref T value) => value = _values[current()]);
    }

    private sealed class Vectors<T>(DataViewRow source, DataViewSchema.Column column, int rows) : KeptColumn
    {
        private readonly ValueGetter<VBuffer<T>> _getter = source.GetGetter<VBuffer<T>>(column);
        private readonly VBuffer<T>[] _values = new VBuffer<T>[rows];

        public override void Keep(int row) => _getter(ref _values[row]);

        public override Delegate CreateGetter(Func<int> current) =>
            (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _values[current()].CopyTo(ref value));
    }
}
