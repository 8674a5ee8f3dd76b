using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>One column of a view as a sequence.</summary>
public static class ColumnCursorExtensions
{
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName) => data.GetColumn<T>(data.Schema[columnName]);

    /// <summary>The column's values; text also as string, vectors also as arrays.</summary>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        Contracts.CheckValue(data, nameof(data));
        Contracts.CheckNonEmpty(column.Name, nameof(column));
        if (column.Index >= data.Schema.Count || data.Schema[column.Index] is var own && (own.Name != column.Name || !own.Type.Equals(column.Type)))
            throw Contracts.ExceptParam(nameof(column), $"column with name {column.Name}, type {column.Type}, and index {column.Index} cannot be found in {nameof(data)}");

        var vector = column.Type as VectorDataViewType;
        if (column.Type.RawType == typeof(T))
            return Read<T, T>(data, column, v => v);
        if (typeof(T) == typeof(string) && column.Type is TextDataViewType)
            return (IEnumerable<T>)Read<ReadOnlyMemory<char>, string>(data, column, v => v.ToString());
        if (typeof(T).IsArray)
        {
            if (vector is null)
                throw Contracts.ExceptParam(nameof(column), $"Cannot load vector type, {column.Type}, specified in {nameof(data)} to the user-defined type, {typeof(T)}.");
            Type item = typeof(T).GetElementType();
            if (item == vector.ItemType.RawType)
                return (IEnumerable<T>)GenericCall.Static(typeof(ColumnCursorExtensions), nameof(ReadArrays), [item], data, column);
            if (item == typeof(string) && vector.ItemType is TextDataViewType)
                return (IEnumerable<T>)Read<VBuffer<ReadOnlyMemory<char>>, string[]>(data, column, v => v.DenseValues().Select(t => t.ToString()).ToArray());
        }
        throw Contracts.ExceptParam(nameof(column), $"Cannot map column (name: {column.Name}, type: {column.Type}) in {nameof(data)} to the user-defined type, {typeof(T)}.");
    }

    private static IEnumerable<T[]> ReadArrays<T>(IDataView data, DataViewSchema.Column column) => Read<VBuffer<T>, T[]>(data, column, v =>
    {
        var items = new T[v.Length];
        v.CopyTo(items);
        return items;
    });

    private static IEnumerable<TResult> Read<T, TResult>(IDataView data, DataViewSchema.Column column, Func<T, TResult> convert)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<T> get = cursor.GetGetter<T>(column);
        T value = default;
        while (cursor.MoveNext())
        {
            get(ref value);
            yield return convert(value);
        }
    }
}
