using System.Numerics;
#if !NET9_0_OR_GREATER
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
#endif

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// a b + c, rounded once. It is exact on every machine, with or without an instruction for it, so that scores don't depend on the
/// width of a machine's vectors.
/// </summary>
internal static class FusedMultiplyAdd
{
#if NET9_0_OR_GREATER
    public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.FusedMultiplyAdd(a, b, c);
#else
    public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c)
    {
        if (Fma.IsSupported && Vector<float>.Count == Vector256<float>.Count)
            return Fma.MultiplyAdd(a.AsVector256(), b.AsVector256(), c.AsVector256()).AsVector();
        if (AdvSimd.IsSupported && Vector<float>.Count == Vector128<float>.Count)
            return AdvSimd.FusedMultiplyAdd(c.AsVector128(), a.AsVector128(), b.AsVector128()).AsVector();
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        for (int i = 0; i < lanes.Length; i++)
            lanes[i] = MathF.FusedMultiplyAdd(a[i], b[i], c[i]);
        return new Vector<float>(lanes);
    }
#endif
}
