using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

internal static class Distance
{
    /// <summary>|a - b|²</summary>
    public static float Squared(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ReadOnlySpan<Vector<float>> left = MemoryMarshal.Cast<float, Vector<float>>(a);
        ReadOnlySpan<Vector<float>> right = MemoryMarshal.Cast<float, Vector<float>>(b)[..left.Length];
        // Two sums, since an addition takes longer than the processor needs to start the next one.
        Vector<float> even = Vector<float>.Zero, odd = Vector<float>.Zero;
        int v = 0;
        for (; v + 1 < left.Length; v += 2)
        {
            Vector<float> first = left[v] - right[v], second = left[v + 1] - right[v + 1];
            even += first * first;
            odd += second * second;
        }
        if (v < left.Length)
        {
            Vector<float> last = left[v] - right[v];
            even += last * last;
        }
        float sum = Vector.Sum(even + odd);
        for (int i = left.Length * Vector<float>.Count; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }
}
