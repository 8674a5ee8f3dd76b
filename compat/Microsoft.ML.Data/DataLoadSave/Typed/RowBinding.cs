using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Columns to objects: fills the members of a row object from the columns of the same names.</summary>
internal sealed class RowBinding<TRow>
    where TRow : class
{
    private readonly (MemberColumn Member, DataViewSchema.Column Column)[] _pairs;

    private RowBinding((MemberColumn, DataViewSchema.Column)[] pairs) => _pairs = pairs;

    /// <summary>The columns that a row must have active to be bound.</summary>
    public IEnumerable<DataViewSchema.Column> Columns => _pairs.Select(p => p.Column);

    public static RowBinding<TRow> Create(DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition definition = null)
    {
        var pairs = new List<(MemberColumn, DataViewSchema.Column)>();
        foreach (MemberColumn member in MemberColumn.Of(typeof(TRow), definition, SchemaDefinition.Direction.Write))
        {
            if (schema.GetColumnOrNull(member.Name) is not { } column)
            {
                if (ignoreMissingColumns)
                    continue;
                throw Contracts.ExceptParam("Schema", $"Could not find  column '{member.Name}'");
            }
            Type item = ClrTypes.RawItem(ClrTypes.ItemOf(member.MemberType, out bool isVector));
            var vector = column.Type as VectorDataViewType;
            if (isVector != vector is not null || item != (vector?.ItemType ?? column.Type).RawType)
            {
                throw Contracts.Except($"Can't bind the IDataView column '{column.Name}' of type '{column.Type}' "
                    + $"to field or property '{member.MemberName}' of type '{member.MemberType.FullName}'.");
            }
            pairs.Add((member, column));
        }
        return new RowBinding<TRow>(pairs.ToArray());
    }

    /// <summary>
    /// An action that copies the current values of <paramref name="row"/> into an object. Arrays of the right length
    /// are written in place, so that a reused object costs no allocation.
    /// </summary>
    public Action<TRow> Bind(DataViewRow row)
    {
        Action<TRow>[] setters = _pairs.Select(p => Setter(row, p.Column, p.Member)).ToArray();
        return target =>
        {
            foreach (Action<TRow> set in setters)
                set(target);
        };
    }

    private static Action<TRow> Setter(DataViewRow row, DataViewSchema.Column column, MemberColumn member)
    {
        Type type = member.MemberType;
        if (type == typeof(string))
            return Text(row, column, member);
        if (type == typeof(string[]))
            return Items<ReadOnlyMemory<char>, string>(row, column, member, t => t.ToString());
        Type item = ClrTypes.ItemOf(type, out bool isVector);
        string method = type.IsArray ? nameof(PlainItems) : isVector ? nameof(Buffer) : nameof(Value);
        return (Action<TRow>)GenericCall.Static(typeof(RowBinding<TRow>), method, [item], row, column, member);
    }

    private static Action<TRow> Value<T>(DataViewRow row, DataViewSchema.Column column, MemberColumn member)
    {
        ValueGetter<T> get = row.GetGetter<T>(column);
        Action<TRow, T> write = member.Writer<TRow, T>();
        T value = default;
        return target =>
        {
            get(ref value);
            write(target, value);
        };
    }

    private static Action<TRow> Text(DataViewRow row, DataViewSchema.Column column, MemberColumn member)
    {
        ValueGetter<ReadOnlyMemory<char>> get = row.GetGetter<ReadOnlyMemory<char>>(column);
        Action<TRow, string> write = member.Writer<TRow, string>();
        ReadOnlyMemory<char> value = default;
        return target =>
        {
            get(ref value);
            write(target, value.ToString());
        };
    }

    // The object's own buffer is filled, never one that is kept here: two objects must not share values.
    private static Action<TRow> Buffer<T>(DataViewRow row, DataViewSchema.Column column, MemberColumn member)
    {
        ValueGetter<VBuffer<T>> get = row.GetGetter<VBuffer<T>>(column);
        Func<TRow, VBuffer<T>> read = member.CanRead ? member.Reader<TRow, VBuffer<T>>() : _ => default;
        Action<TRow, VBuffer<T>> write = member.Writer<TRow, VBuffer<T>>();
        return target =>
        {
            VBuffer<T> value = read(target);
            get(ref value);
            write(target, value);
        };
    }

    private static Action<TRow> PlainItems<T>(DataViewRow row, DataViewSchema.Column column, MemberColumn member)
    {
        ValueGetter<VBuffer<T>> get = row.GetGetter<VBuffer<T>>(column);
        Func<TRow, T[]> read = member.CanRead ? member.Reader<TRow, T[]>() : _ => null;
        Action<TRow, T[]> write = member.Writer<TRow, T[]>();
        VBuffer<T> value = default;
        return target =>
        {
            get(ref value);
            T[] items = Sized(read(target), value.Length);
            value.CopyTo(items);
            write(target, items);
        };
    }

    private static Action<TRow> Items<TSource, T>(DataViewRow row, DataViewSchema.Column column, MemberColumn member, Func<TSource, T> convert)
    {
        ValueGetter<VBuffer<TSource>> get = row.GetGetter<VBuffer<TSource>>(column);
        Func<TRow, T[]> read = member.CanRead ? member.Reader<TRow, T[]>() : _ => null;
        Action<TRow, T[]> write = member.Writer<TRow, T[]>();
        VBuffer<TSource> value = default;
        return target =>
        {
            get(ref value);
            T[] items = Sized(read(target), value.Length);
            int i = 0;
            foreach (TSource item in value.DenseValues())
                items[i++] = convert(item);
            write(target, items);
        };
    }

    // Null will do for an empty vector.
    private static T[] Sized<T>(T[] items, int length) => (items?.Length ?? 0) == length ? items : new T[length];
}
