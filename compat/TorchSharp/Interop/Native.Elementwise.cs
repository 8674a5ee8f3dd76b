using System;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>pointwise.cpp</summary>
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial IntPtr tc_abs(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_abs_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_acos(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_acos_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_asin(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_asin_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_atan(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_atan_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_ceil(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_ceil_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_cos(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_cos_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_cosh(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_cosh_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_digamma(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_erf(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_erf_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_erfc(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_erfc_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_exp(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_exp_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_expm1(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_expm1_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_floor(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_floor_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_frac(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_frac_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_lgamma(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_log(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_log_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_log10(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_log10_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_log1p(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_log1p_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_log2(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_log2_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_neg(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_neg_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_reciprocal(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_reciprocal_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_relu(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_relu_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_rsqrt(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_rsqrt_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_sigmoid(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_sigmoid_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_sin(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_sin_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_sinh(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_sinh_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_sqrt(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_sqrt_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_tan(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_tan_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_tanh(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_tanh_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_trunc(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_trunc_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_isfinite(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_isinf(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_isnan(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_log_sigmoid(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_logical_not(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_square(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_sign(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_sign_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_logical_not_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_round(torch.Tensor self, long decimals, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_round_(torch.Tensor self, long decimals);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nan_to_num(
        torch.Tensor self, double nan, double* posinf, double* neginf, out IntPtr result);
}
