using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Compat.Tests.Loading;

/// <summary>Reading views by their cursors.</summary>
internal static class Views
{
    public static List<T> Read<T>(DataViewRowCursor cursor, string column)
    {
        var values = new List<T>();
        ValueGetter<T> get = cursor.GetGetter<T>(cursor.Schema[column]);
        T value = default!;
        while (cursor.MoveNext())
        {
            get(ref value);
            values.Add(value);
        }
        return values;
    }

    public static List<T> Read<T>(IDataView view, string column, Random? rand = null)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema[column]], rand);
        return Read<T>(cursor, column);
    }

    /// <summary>The values that a set of cursors reads on threads of their own, by row id.</summary>
    public static SortedDictionary<ulong, T> ReadInParallel<T>(IDataView view, string column, int cursors)
    {
        var found = new ConcurrentBag<(ulong Id, T Value)>();
        DataViewRowCursor[] set = view.GetRowCursorSet([view.Schema[column]], cursors);
        Parallel.ForEach(set, cursor =>
        {
            using (cursor)
            {
                ValueGetter<T> get = cursor.GetGetter<T>(cursor.Schema[column]);
                ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
                while (cursor.MoveNext())
                {
                    T value = default!;
                    DataViewRowId id = default;
                    get(ref value);
                    getId(ref id);
                    found.Add((id.Low, value));
                }
            }
        });
        // A row that is visited twice makes a duplicate key.
        return new SortedDictionary<ulong, T>(found.ToDictionary(f => f.Id, f => f.Value));
    }
}
