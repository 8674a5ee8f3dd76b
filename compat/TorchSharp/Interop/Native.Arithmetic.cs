using System;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

/// <summary>pointwise.cpp</summary>
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial IntPtr tc_mul(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_mul_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_mul_s(torch.Tensor self, Scalar other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_mul_s_(torch.Tensor self, Scalar other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_pow(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_pow_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_pow_s(torch.Tensor self, Scalar other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_pow_s_(torch.Tensor self, Scalar other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_fmod(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_fmod_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_fmod_s(torch.Tensor self, Scalar other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_fmod_s_(torch.Tensor self, Scalar other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_remainder(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_remainder_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_remainder_s(torch.Tensor self, Scalar other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_remainder_s_(torch.Tensor self, Scalar other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_eq(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_eq_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_eq_s(torch.Tensor self, Scalar other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_eq_s_(torch.Tensor self, Scalar other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_ne(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_ne_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_ne_s(torch.Tensor self, Scalar other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_ne_s_(torch.Tensor self, Scalar other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_lt(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_lt_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_lt_s(torch.Tensor self, Scalar other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_lt_s_(torch.Tensor self, Scalar other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_le(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_le_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_le_s(torch.Tensor self, Scalar other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_le_s_(torch.Tensor self, Scalar other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_gt(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_gt_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_gt_s(torch.Tensor self, Scalar other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_gt_s_(torch.Tensor self, Scalar other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_ge(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_ge_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_ge_s(torch.Tensor self, Scalar other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_ge_s_(torch.Tensor self, Scalar other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_atan2(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_floor_divide(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_logaddexp(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_maximum(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_minimum(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_xlogy(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_bitwise_and(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_bitwise_or(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_bitwise_xor(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_logical_and(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_logical_or(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_logical_xor(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_logical_and_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_logical_or_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_logical_xor_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_bitwise_not(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_add(torch.Tensor self, torch.Tensor other, Scalar alpha, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_add_(torch.Tensor self, torch.Tensor other, Scalar alpha);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_add_s(torch.Tensor self, Scalar other, Scalar alpha, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_add_s_(torch.Tensor self, Scalar other, Scalar alpha);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_sub(torch.Tensor self, torch.Tensor other, Scalar alpha, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_sub_(torch.Tensor self, torch.Tensor other, Scalar alpha);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_sub_s(torch.Tensor self, Scalar other, Scalar alpha, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_sub_s_(torch.Tensor self, Scalar other, Scalar alpha);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_rsub_s(torch.Tensor self, Scalar left, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_div(torch.Tensor self, torch.Tensor other, int mode, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_div_(torch.Tensor self, torch.Tensor other, int mode);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_div_s(torch.Tensor self, Scalar other, int mode, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_div_s_(torch.Tensor self, Scalar other, int mode);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_addcmul(
        torch.Tensor self, torch.Tensor tensor1, torch.Tensor tensor2, Scalar value, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_addcmul_(
        torch.Tensor self, torch.Tensor tensor1, torch.Tensor tensor2, Scalar value);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_addcdiv(
        torch.Tensor self, torch.Tensor tensor1, torch.Tensor tensor2, Scalar value, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_addcdiv_(
        torch.Tensor self, torch.Tensor tensor1, torch.Tensor tensor2, Scalar value);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_lerp(
        torch.Tensor self, torch.Tensor end, torch.Tensor weight, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_lerp_(torch.Tensor self, torch.Tensor end, torch.Tensor weight);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_clamp(torch.Tensor self, Scalar min, Scalar max, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_clamp_(torch.Tensor self, Scalar min, Scalar max);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_clamp_tensor(
        torch.Tensor self, [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor min,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor max, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_clamp_tensor_(
        torch.Tensor self, [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor min,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor max);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_where(
        torch.Tensor condition, torch.Tensor x, torch.Tensor y, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_isclose(
        torch.Tensor self, torch.Tensor other, double rtol, double atol, [MarshalAs(UnmanagedType.U1)] bool equalNan,
        out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_allclose(
        torch.Tensor self, torch.Tensor other, double rtol, double atol, [MarshalAs(UnmanagedType.U1)] bool equalNan,
        [MarshalAs(UnmanagedType.U1)] out bool result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_equal(
        torch.Tensor self, torch.Tensor other, [MarshalAs(UnmanagedType.U1)] out bool result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_fill_(torch.Tensor self, Scalar value);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_zero_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_softmax(torch.Tensor self, long dim, sbyte type, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_log_softmax(torch.Tensor self, long dim, sbyte type, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_leaky_relu(torch.Tensor self, Scalar slope, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_leaky_relu_(torch.Tensor self, Scalar slope);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_elu(torch.Tensor self, Scalar alpha, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_softplus(torch.Tensor self, Scalar beta, Scalar threshold, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_selu(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_selu_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_silu(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_silu_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_gelu(torch.Tensor self, out IntPtr result);
}
