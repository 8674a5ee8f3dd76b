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
    public static Vector512<float> Load(ref float values, nint index) => Vector512.LoadUnsafe(ref values, (nuint)index);

    /// <summary>One value of an array in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Spread(ref float values, nint index) => Vector512.Create(Unsafe.Add(ref values, index));

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
        Vector128<float> four = Four(values);
        return four[0] + four[2] + (four[1] + four[3]);
    }

    /// <summary>The sums of four times sixteen values, each as <see cref="Sum"/> has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sums(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        Vector128<float> a4 = Four(a), b4 = Four(b), c4 = Four(c), d4 = Four(d);
        // Columns become rows: the first values of all four, then the second ones ...
        Vector256<float> ab = Vector256.Create(a4, b4), cd = Vector256.Create(c4, d4);
        Vector256<float> first = Vector256.Shuffle(ab, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7));
        Vector256<float> second = Vector256.Shuffle(cd, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7));
        // (a0 b0 a1 b1 | a2 b2 a3 b3) by halves: (a0 + a2, b0 + b2, a1 + a3, b1 + b3).
        Vector128<float> abHalves = first.GetLower() + first.GetUpper(), cdHalves = second.GetLower() + second.GetUpper();
        Vector128<float> even = Vector128.Create(abHalves.GetLower(), cdHalves.GetLower());
        Vector128<float> odd = Vector128.Create(abHalves.GetUpper(), cdHalves.GetUpper());
        return even + odd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Four(Vector512<float> values)
    {
        Vector256<float> eight = values.GetLower() + values.GetUpper();
        return eight.GetLower() + eight.GetUpper();
    }
}
