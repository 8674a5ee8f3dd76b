using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Data;

/// <summary>Reads a column of normal classes, of which some rows have none.</summary>
internal static class ClassLabelReader
{
    public const string Conventions =
        "a key (missing: unlabelled), a whole number (below 0: unlabelled), or Single with whole numbers (NaN or below 0: unlabelled)";

    /// <summary>What an unlabelled row is read as.</summary>
    public const long Unlabelled = -1;

    private static readonly Type[] NumberTypes =
        [typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(float)];

    public static bool IsSupported(DataViewType type) =>
        type is KeyDataViewType || (type is NumberDataViewType && NumberTypes.Contains(type.RawType));

    /// <summary>A function that reads the class of the row that the cursor stands on. Keys count from 0 here.</summary>
    /// <exception cref="InvalidOperationException">The function met a number that is not whole.</exception>
    public static Func<long> Create(DataViewRow row, DataViewSchema.Column column)
    {
        bool isKey = column.Type is KeyDataViewType;
        Type type = column.Type.RawType;
        return type == typeof(byte) ? Reader<byte>(row, column, value => isKey ? value - 1L : value)
            : type == typeof(ushort) ? Reader<ushort>(row, column, value => isKey ? value - 1L : value)
            : type == typeof(uint) ? Reader<uint>(row, column, value => isKey ? value - 1L : value)
            : type == typeof(ulong) ? Reader<ulong>(row, column, value => (long)value - 1)
            : type == typeof(sbyte) ? Reader<sbyte>(row, column, value => value)
            : type == typeof(short) ? Reader<short>(row, column, value => value)
            : type == typeof(int) ? Reader<int>(row, column, value => value)
            : type == typeof(long) ? Reader<long>(row, column, value => value)
            : Reader<float>(row, column, value => FromSingle(value, row, column));
    }

    /// <summary>The name of a class: its key value where the column has any, else its number.</summary>
    public static Func<long, string> Names(DataViewSchema.Column column)
    {
        if (column.Type is not KeyDataViewType)
            return value => value.ToString(CultureInfo.InvariantCulture);
        string[] names = column.HasKeyValues() ? KeyValues(column) : [];
        // Without key values, the key's own number, which counts from 1.
        return value => value < names.Length ? names[value] : (value + 1).ToString(CultureInfo.InvariantCulture);
    }

    private static long FromSingle(float value, DataViewRow row, DataViewSchema.Column column)
    {
        if (!(value >= 0))
            return Unlabelled;
        return value == MathF.Floor(value) && value < 1 << 24
            ? (long)value
            : throw new InvalidOperationException(
                FormattableString.Invariant($"The label column '{column.Name}' has the value {value} in row {row.Position} (counted from 0), which is not a class: use whole numbers, or NaN for unlabelled rows."));
    }

    private static string[] KeyValues(DataViewSchema.Column column)
    {
        var vector = (VectorDataViewType)column.Annotations.Schema["KeyValues"].Type;
        Type type = vector.ItemType.RawType;
        return type == typeof(ReadOnlyMemory<char>) ? Values<ReadOnlyMemory<char>>(column)
            : type == typeof(float) ? Values<float>(column)
            : type == typeof(double) ? Values<double>(column)
            : type == typeof(int) ? Values<int>(column)
            : type == typeof(long) ? Values<long>(column)
            : type == typeof(uint) ? Values<uint>(column)
            : type == typeof(bool) ? Values<bool>(column)
            : [];
    }

    private static string[] Values<T>(DataViewSchema.Column column)
    {
        VBuffer<T> values = default;
        column.GetKeyValues(ref values);
        return [.. values.DenseValues().Select(value => string.Create(CultureInfo.InvariantCulture, $"{value}"))];
    }

    private static Func<long> Reader<T>(DataViewRow row, DataViewSchema.Column column, Func<T, long> convert)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return convert(value);
        };
    }
}
