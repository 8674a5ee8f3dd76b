using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// Sixteen floats at a time, in one register or, on processors that lack such wide ones, in two or four: the order in which numbers are
/// added up never depends on the processor.
/// </summary>
internal static class Lanes
{
    public const int Count = 16;

    /// <summary>The number of groups of sixteen that hold so many values.</summary>
    public static int Groups(int values) => (values + Count - 1) / Count;

    /// <summary>The smallest multiple of sixteen that is no smaller.</summary>
    public static int Padded(int values) => Groups(values) * Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref float values, int index) => Vector512.LoadUnsafe(ref values, (nuint)index);

    /// <summary>a * b + c</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
#if NET9_0_OR_GREATER
        Vector512.MultiplyAddEstimate(a, b, c);
#else
        (a * b) + c;
#endif
}
