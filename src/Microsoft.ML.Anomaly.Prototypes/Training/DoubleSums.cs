using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Adds to many sums of double precision at once, each as if it were alone.</summary>
internal static class DoubleSums
{
    /// <summary>sums += values</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<double> sums, ReadOnlySpan<float> values)
    {
        int lanes = Vector<float>.Count, i = 0;
        for (; i <= sums.Length - lanes; i += lanes)
        {
            Vector.Widen(new Vector<float>(values.Slice(i, lanes)), out Vector<double> low, out Vector<double> high);
            Span<Vector<double>> place = MemoryMarshal.Cast<double, Vector<double>>(sums.Slice(i, lanes));
            place[0] += low;
            place[1] += high;
        }
        for (; i < sums.Length; i++)
            sums[i] += values[i];
    }

    /// <summary>sums += factor * values, each product rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddProducts(Span<double> sums, double factor, ReadOnlySpan<double> values)
    {
        int lanes = Vector<double>.Count, i = 0;
        var factors = new Vector<double>(factor);
        for (; i <= sums.Length - lanes; i += lanes)
        {
            Span<double> place = sums.Slice(i, lanes);
            (new Vector<double>(place) + (factors * new Vector<double>(values.Slice(i, lanes)))).CopyTo(place);
        }
        for (; i < sums.Length; i++)
            sums[i] += factor * values[i];
    }
}
