using System;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>linalg.cpp</summary>
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial IntPtr tc_matmul(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_mm(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_bmm(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_mv(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_dot(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_inner(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_outer(torch.Tensor self, torch.Tensor other, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_addmm(
        torch.Tensor self, torch.Tensor left, torch.Tensor right, float beta, float alpha, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_addmv(
        torch.Tensor self, torch.Tensor left, torch.Tensor right, float beta, float alpha, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_addmm_(
        torch.Tensor self, torch.Tensor left, torch.Tensor right, float beta, float alpha);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IntPtr tc_einsum(string equation, IntPtr[] tensors, long count, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_trace(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_linalg_cholesky(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_linalg_det(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_linalg_inv(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_linalg_pinv(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_linalg_svdvals(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_linalg_slogdet(torch.Tensor self, out IntPtr first, out IntPtr second);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IntPtr tc_linalg_qr(torch.Tensor self, string mode, out IntPtr q, out IntPtr r);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_linalg_eigh(
        torch.Tensor self, [MarshalAs(UnmanagedType.U1)] bool upper, out IntPtr values, out IntPtr vectors);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_linalg_eigvalsh(
        torch.Tensor self, [MarshalAs(UnmanagedType.U1)] bool upper, out IntPtr values);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_linalg_svd(
        torch.Tensor self, [MarshalAs(UnmanagedType.U1)] bool full, out IntPtr u, out IntPtr s, out IntPtr vh);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_linalg_solve(
        torch.Tensor self, torch.Tensor other, [MarshalAs(UnmanagedType.U1)] bool left, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_linalg_norm(
        torch.Tensor self, Scalar order, ReadOnlySpan<long> dims, long dimCount,
        [MarshalAs(UnmanagedType.U1)] bool keepdim, out IntPtr result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IntPtr tc_linalg_norm_named(
        torch.Tensor self, string order, ReadOnlySpan<long> dims, long dimCount,
        [MarshalAs(UnmanagedType.U1)] bool keepdim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_linalg_vector_norm(
        torch.Tensor self, double order, ReadOnlySpan<long> dims, long dimCount,
        [MarshalAs(UnmanagedType.U1)] bool keepdim, out IntPtr result);
}
