using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Streaming;

/// <summary>Values of the detector's columns as text.</summary>
internal static class ColumnText
{
    /// <summary>Reads the column of the row that a cursor stands on.</summary>
    /// <exception cref="ToolException">The column holds something else than numbers.</exception>
    public static Func<string> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type == NumberDataViewType.Single)
            return Reader<float>(row, column, Text);
        if (column.Type is BooleanDataViewType)
            return Reader<bool>(row, column, value => value ? "1" : "0");
        // Keys count from 1, and 0 is a missing one.
        if (column.Type is KeyDataViewType key && key.RawType == typeof(uint))
            return Reader<uint>(row, column, value => value == 0 ? "" : value.ToString(CultureInfo.InvariantCulture));
        if (column.Type is VectorDataViewType vector && vector.ItemType == NumberDataViewType.Single)
            return Reader<VBuffer<float>>(row, column, value => string.Join(' ', value.DenseValues().Select(Text)));
        throw new ToolException($"The column {column.Name} is of type {column.Type}, which can't be written.");
    }

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);

    private static Func<string> Reader<T>(DataViewRow row, DataViewSchema.Column column, Func<T, string> format)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return format(value);
        };
    }
}
