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

    private const float LogOfTwo = 0.693147181f;

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

    /// <summary>The larger of two values that are numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) =>
#if NET9_0_OR_GREATER
        Vector512.MaxNative(a, b);
#else
        Vector512.Max(a, b);
#endif

    /// <summary>The smaller of two values that are numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Min(Vector512<float> a, Vector512<float> b) =>
#if NET9_0_OR_GREATER
        Vector512.MinNative(a, b);
#else
        Vector512.Min(a, b);
#endif

    /// <summary>exp(x) for x from -80 to 0, to a float's precision.</summary>
    public static Vector512<float> Exp(Vector512<float> x)
    {
        const float logE2 = 1.442695041f, high = 0.693359375f, low = -2.12194440e-4f;
        // exp(x) = 2^n exp(r) with |r| up to log(2) / 2, and n log(2) in two parts, of which the first times n is exact.
        Vector512<float> n = Vector512.Floor(MultiplyAdd(x, Vector512.Create(logE2), Vector512.Create(0.5f)));
        Vector512<float> r = MultiplyAdd(n, Vector512.Create(-low), MultiplyAdd(n, Vector512.Create(-high), x));
        // Taylor's series: the next term is below 1e-8.
        Vector512<float> sum = Vector512.Create(1f / 5040);
        sum = MultiplyAdd(sum, r, Vector512.Create(1f / 720));
        sum = MultiplyAdd(sum, r, Vector512.Create(1f / 120));
        sum = MultiplyAdd(sum, r, Vector512.Create(1f / 24));
        sum = MultiplyAdd(sum, r, Vector512.Create(1f / 6));
        sum = MultiplyAdd(sum, r, Vector512.Create(0.5f));
        sum = MultiplyAdd(sum, r, Vector512<float>.One);
        sum = MultiplyAdd(sum, r, Vector512<float>.One);
        Vector512<int> exponent = Vector512.ShiftLeft(Vector512.ConvertToInt32(n) + Vector512.Create(127), 23);
        return sum * exponent.AsSingle();
    }

    /// <summary>log(x) for finite x above 1e-37, to a float's precision.</summary>
    public static Vector512<float> Log(Vector512<float> x)
    {
        const int mantissa = 0x7FFFFF, halfOfTwo = 0x3F3504F3;
        // x = 2^n m with m from sqrt(1/2) to sqrt(2).
        Vector512<int> bits = x.AsInt32() - Vector512.Create(halfOfTwo);
        Vector512<float> n = Vector512.ConvertToSingle(Vector512.ShiftRightArithmetic(bits, 23));
        Vector512<float> m = ((bits & Vector512.Create(mantissa)) + Vector512.Create(halfOfTwo)).AsSingle();
        // log m = 2 artanh(s) with s = (m - 1) / (m + 1), |s| below 0.172; the next term is below 1e-8.
        Vector512<float> s = (m - Vector512<float>.One) / (m + Vector512<float>.One), squared = s * s;
        Vector512<float> sum = Vector512.Create(2f / 9);
        sum = MultiplyAdd(sum, squared, Vector512.Create(2f / 7));
        sum = MultiplyAdd(sum, squared, Vector512.Create(2f / 5));
        sum = MultiplyAdd(sum, squared, Vector512.Create(2f / 3));
        sum = MultiplyAdd(sum, squared, Vector512.Create(2f));
        return MultiplyAdd(n, Vector512.Create(LogOfTwo), sum * s);
    }

    /// <summary>The sum of the sixteen values, by halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> values)
    {
        Vector128<float> four = Four(values);
        return four[0] + four[2] + (four[1] + four[3]);
    }

    /// <summary>The smallest of the sixteen values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Smallest(Vector512<float> values)
    {
        Vector256<float> lower = values.GetLower(), upper = values.GetUpper();
        Vector256<float> eight = Vector256.ConditionalSelect(Vector256.LessThan(lower, upper), lower, upper);
        Vector128<float> left = eight.GetLower(), right = eight.GetUpper();
        Vector128<float> four = Vector128.ConditionalSelect(Vector128.LessThan(left, right), left, right);
        return MathF.Min(MathF.Min(four[0], four[1]), MathF.Min(four[2], four[3]));
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
        Vector256<float> halves = Vector256.Create(first.GetLower() + first.GetUpper(), second.GetLower() + second.GetUpper());
        Vector256<float> evenThenOdd = Vector256.Shuffle(halves, Vector256.Create(0, 1, 4, 5, 2, 3, 6, 7));
        return evenThenOdd.GetLower() + evenThenOdd.GetUpper();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Four(Vector512<float> values)
    {
        Vector256<float> eight = values.GetLower() + values.GetUpper();
        return eight.GetLower() + eight.GetUpper();
    }
}
