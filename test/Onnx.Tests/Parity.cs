using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Onnx.Tests;

/// <summary>Compares the columns of the managed scorer with the outputs of ONNX Runtime.</summary>
internal static class Parity
{
    public const float Tolerance = 1e-5f;

    /// <summary>Each of a view's columns of a detector, as one row of numbers for each row; true is 1.</summary>
    public static Dictionary<string, float[][]> Managed(ITransformer detector, IDataView data)
    {
        IDataView scored = detector.Transform(data);
        return scored.Schema.Skip(data.Schema.Count).Where(column => !column.IsHidden).ToDictionary(column => column.Name, column => Values(scored, column));
    }

    /// <summary>The largest relative difference of two results, of numbers that are not smaller than a thousandth of the largest one of their row.</summary>
    public static double Difference(float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        float unit = 1e-3f * expected.Where(float.IsFinite).Select(MathF.Abs).DefaultIfEmpty(1).Max();
        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i].Equals(actual[i]))
                continue;
            largest = Math.Max(largest, Math.Abs((double)expected[i] - actual[i]) / Math.Max(Math.Abs(expected[i]), unit));
        }
        return double.IsNaN(largest) ? double.PositiveInfinity : largest;
    }

    private static float[][] Values(IDataView view, DataViewSchema.Column column) => column.Type switch
    {
        VectorDataViewType => [.. view.GetColumn<float[]>(column)],
        BooleanDataViewType => [.. view.GetColumn<bool>(column).Select(value => new[] { value ? 1f : 0 })],
        KeyDataViewType => [.. view.GetColumn<uint>(column).Select(value => new[] { (float)value })],
        _ => [.. view.GetColumn<float>(column).Select(value => new[] { value })],
    };
}
