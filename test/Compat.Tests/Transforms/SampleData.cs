using System.Collections;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Compat.Tests.Transforms;

/// <summary>A view with a column of each kind that transforms care about, and its values as text.</summary>
internal static class SampleData
{
    public sealed class Row
    {
        public float A;
        public float B;
        public double Wide;
        public bool Flag;
        public int Count;
        public string Colour = "";
        [VectorType(3)] public float[] Vector = [];
        [VectorType(2)] public double[] Pair = [];
        [VectorType(2)] public string[] Words = [];
        [KeyType(4)] public uint Key;
        [VectorType(5)] public VBuffer<float> Sparse;
    }

    public static IDataView View(MLContext ml, int rows = 40) => ml.Data.LoadFromEnumerable(Rows(rows));

    public static IEnumerable<Row> Rows(int count) => Enumerable.Range(0, count).Select(Make);

    private static Row Make(int i) => new()
    {
        A = i % 7 == 3 ? float.NaN : i - 11.5f,
        B = i * i % 13,
        Wide = i % 5 == 1 ? double.NaN : i / 8.0,
        Flag = i % 3 == 0,
        Count = 3 * i - 20,
        Colour = i % 11 == 5 ? "" : "colour " + i % 4,
        Vector = [i, i % 6 == 2 ? float.NaN : -i, i % 2],
        Pair = [i % 4, 100 - i],
        Words = ["w" + i % 3, "v" + i % 2],
        Key = (uint)(i % 5),
        Sparse = i % 4 == 0
            ? new VBuffer<float>(5, 2, [i, 1], [1, 4])
            : new VBuffer<float>(5, [i, 0, 2, -i, 0.5f]),
    };

    /// <summary>The view's visible columns, types, annotations and values, line by line.</summary>
    public static string[] Describe(IDataView view)
    {
        DataViewSchema.Column[] columns = view.Schema.Where(c => !c.IsHidden).ToArray();
        return columns.SelectMany(c => Values(view, c).Prepend(c.ToString())).ToArray();
    }

    /// <summary>Vectors, and the indices of what they hold if they are sparse. A view reuses the buffers, so these are copies.</summary>
    public static (int[] Indices, float[] Values)[] Vectors(IDataView view, string column) =>
        view.GetColumn<VBuffer<float>>(column).Select(v => (v.GetIndices().ToArray(), v.DenseValues().ToArray())).ToArray();

    public static string[] Values(IDataView view, DataViewSchema.Column column) =>
        Generic<string[]>(nameof(ReadAll), column.Type.RawType, view, column);

    /// <summary>A reader of the value of the row that the cursor stands on.</summary>
    public static Func<string> Reader(DataViewRow row, DataViewSchema.Column column) =>
        Generic<Func<string>>(nameof(ReadOne), column.Type.RawType, row, column);

    private static T Generic<T>(string method, Type type, params object[] arguments) =>
        (T)typeof(SampleData).GetMethod(method, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, arguments)!;

    private static string[] ReadAll<T>(IDataView view, DataViewSchema.Column column)
    {
        var values = new List<string>();
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        Func<string> read = ReadOne<T>(cursor, column);
        while (cursor.MoveNext())
            values.Add(read());
        return values.ToArray();
    }

    private static Func<string> ReadOne<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return value is IEnumerable and not string ? VectorText(value) : Text(value);
        };
    }

    // A vector enumerated as it is shows the array behind it.
    private static string VectorText<T>(T vector)
    {
        var values = (IEnumerable)typeof(T).GetMethod(nameof(VBuffer<float>.DenseValues))!.Invoke(vector, null)!;
        return "[" + string.Join(", ", values.Cast<object>().Select(Text)) + "]";
    }

    private static string Text<T>(T value) => value switch
    {
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };
}
