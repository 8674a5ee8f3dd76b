using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
#if !NET9_0_OR_GREATER
using System.Runtime.Intrinsics.X86;
#endif

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// Sixteen floats at a time: in one register or, on processors that lack such wide ones, in two or four. Numbers are added up in the same
/// order on all of them.
/// </summary>
internal static class Lanes
{
    public const int Count = 16;

    /// <summary>The smallest multiple of sixteen that is no smaller.</summary>
    public static int Padded(int values) => (values + Count - 1) / Count * Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref float values, int index) => Vector512.LoadUnsafe(ref values, (nuint)index);

    /// <summary>One value of an array in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Spread(ref float values, int index) => Vector512.Create(Unsafe.Add(ref values, index));

    /// <summary>a * b + c, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c)
    {
#if NET9_0_OR_GREATER
        return Vector512.FusedMultiplyAdd(a, b, c);
#else
        if (Avx512F.IsSupported)
            return Avx512F.FusedMultiplyAdd(a, b, c);
        if (Fma.IsSupported)
        {
            return Vector512.Create(
                Fma.MultiplyAdd(a.GetLower(), b.GetLower(), c.GetLower()), Fma.MultiplyAdd(a.GetUpper(), b.GetUpper(), c.GetUpper()));
        }
        Vector512<float> result = c;
        for (int i = 0; i < Count; i++)
            result = result.WithElement(i, MathF.FusedMultiplyAdd(a[i], b[i], c[i]));
        return result;
#endif
    }

    /// <summary>The sum of the sixteen values, by halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> values)
    {
        Vector256<float> eight = values.GetLower() + values.GetUpper();
        Vector128<float> four = eight.GetLower() + eight.GetUpper();
        four += Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return four[0] + four[1];
    }
}
