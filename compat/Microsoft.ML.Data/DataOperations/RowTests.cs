using System;
using System.Linq;

namespace Microsoft.ML.Data;

/// <summary>Tests of rows by the values of a column.</summary>
internal static class RowTests
{
    /// <summary>Whether none of the columns has a missing value; each must be real or key, or a vector of such.</summary>
    public static Func<DataViewRow, Func<bool>> NothingMissing(DataViewSchema.Column[] columns) => row =>
    {
        Func<bool>[] missing = columns.Select(c => Missing(row, c)).ToArray();
        return () => !missing.Any(m => m());
    };

    public static bool HasMissing(DataViewType type) => type.GetItemType() is { } item
        && (item.Equals(NumberDataViewType.Single) || item.Equals(NumberDataViewType.Double) || item is KeyDataViewType);

    /// <summary>A column's value as a number between 0 and 1 if it is a key, as it is if it is real; NaN for a missing key.</summary>
    public static Func<double> Number(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is KeyDataViewType key)
        {
            Func<ulong> raw = Raw(row, column);
            // The middle of the key's share of the range.
            return () => raw() is > 0 and var value && value <= key.Count ? (value - 0.5) / key.Count : double.NaN;
        }
        return column.Type.Equals(NumberDataViewType.Single)
            ? Read<float, double>(row, column, v => v)
            : Read<double, double>(row, column, v => v);
    }

    /// <summary>A getter and what to make of its value, as one function.</summary>
    public static Func<TResult> Read<T, TResult>(DataViewRow row, DataViewSchema.Column column, Func<T, TResult> map)
    {
        ValueGetter<T> get = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            get(ref value);
            return map(value);
        };
    }

    private static Func<ulong> Raw(DataViewRow row, DataViewSchema.Column column) => column.Type.RawType switch
    {
        var t when t == typeof(byte) => Read<byte, ulong>(row, column, v => v),
        var t when t == typeof(ushort) => Read<ushort, ulong>(row, column, v => v),
        var t when t == typeof(uint) => Read<uint, ulong>(row, column, v => v),
        _ => Read<ulong, ulong>(row, column, v => v),
    };

    private static Func<bool> Missing(DataViewRow row, DataViewSchema.Column column) => (Func<bool>)GenericCall.Static(
        typeof(RowTests), column.Type is VectorDataViewType ? nameof(MissingInVector) : nameof(MissingScalar), [column.Type.GetItemType().RawType], row, column);

    private static Func<bool> MissingScalar<T>(DataViewRow row, DataViewSchema.Column column) => Read(row, column, IsMissing<T>(column.Type));

    private static Func<bool> MissingInVector<T>(DataViewRow row, DataViewSchema.Column column)
    {
        Func<T, bool> isMissing = IsMissing<T>(column.Type.GetItemType());
        bool slotsLeftOut = isMissing(default);
        return Read<VBuffer<T>, bool>(row, column, vector =>
        {
            if (slotsLeftOut && !vector.IsDense)
                return true;
            foreach (T value in vector.GetValues())
            {
                if (isMissing(value))
                    return true;
            }
            return false;
        });
    }

    // The missing key is 0.
    private static Func<T, bool> IsMissing<T>(DataViewType type)
    {
        Func<float, bool> single = float.IsNaN;
        Func<double, bool> dbl = double.IsNaN;
        return type is KeyDataViewType ? value => value.Equals(default(T)) : single as Func<T, bool> ?? dbl as Func<T, bool>;
    }
}
