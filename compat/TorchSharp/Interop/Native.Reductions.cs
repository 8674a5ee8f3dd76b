using System;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

/// <summary>reductions.cpp</summary>
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial IntPtr tc_max(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_min(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_median(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nansum(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_all(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_any(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_sum(torch.Tensor self, sbyte type, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_mean(torch.Tensor self, sbyte type, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_prod(torch.Tensor self, sbyte type, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_sum_dims(
        torch.Tensor self, ReadOnlySpan<long> dims, long dimCount, [MarshalAs(UnmanagedType.U1)] bool keepdim,
        sbyte type, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_mean_dims(
        torch.Tensor self, ReadOnlySpan<long> dims, long dimCount, [MarshalAs(UnmanagedType.U1)] bool keepdim,
        sbyte type, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nanmean_dims(
        torch.Tensor self, ReadOnlySpan<long> dims, long dimCount, [MarshalAs(UnmanagedType.U1)] bool keepdim,
        sbyte type, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_prod_dim(
        torch.Tensor self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, sbyte type, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_all_dim(
        torch.Tensor self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_any_dim(
        torch.Tensor self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_argmax_dim(
        torch.Tensor self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_argmin_dim(
        torch.Tensor self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_logsumexp_dim(
        torch.Tensor self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_argmax(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_argmin(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_amax(
        torch.Tensor self, ReadOnlySpan<long> dims, long dimCount, [MarshalAs(UnmanagedType.U1)] bool keepdim,
        out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_amin(
        torch.Tensor self, ReadOnlySpan<long> dims, long dimCount, [MarshalAs(UnmanagedType.U1)] bool keepdim,
        out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_max_dim(
        torch.Tensor self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out IntPtr values,
        out IntPtr indices);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_min_dim(
        torch.Tensor self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out IntPtr values,
        out IntPtr indices);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_mode_dim(
        torch.Tensor self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out IntPtr values,
        out IntPtr indices);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_var(
        torch.Tensor self, ReadOnlySpan<long> dims, long dimCount, [MarshalAs(UnmanagedType.U1)] bool unbiased,
        [MarshalAs(UnmanagedType.U1)] bool keepdim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_std(
        torch.Tensor self, ReadOnlySpan<long> dims, long dimCount, [MarshalAs(UnmanagedType.U1)] bool unbiased,
        [MarshalAs(UnmanagedType.U1)] bool keepdim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_var_mean(
        torch.Tensor self, ReadOnlySpan<long> dims, long dimCount, [MarshalAs(UnmanagedType.U1)] bool unbiased,
        [MarshalAs(UnmanagedType.U1)] bool keepdim, out IntPtr variance, out IntPtr mean);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_std_mean(
        torch.Tensor self, ReadOnlySpan<long> dims, long dimCount, [MarshalAs(UnmanagedType.U1)] bool unbiased,
        [MarshalAs(UnmanagedType.U1)] bool keepdim, out IntPtr deviation, out IntPtr mean);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_norm(torch.Tensor self, float p, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_norm_dim(
        torch.Tensor self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, float p, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_dist(torch.Tensor self, torch.Tensor other, float p, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_cdist(torch.Tensor x1, torch.Tensor x2, double p, long mode, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_count_nonzero(
        torch.Tensor self, ReadOnlySpan<long> dims, long dimCount, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_cumsum(torch.Tensor self, long dim, sbyte type, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_cumprod(torch.Tensor self, long dim, sbyte type, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_sort(
        torch.Tensor self, long dim, [MarshalAs(UnmanagedType.U1)] bool descending,
        [MarshalAs(UnmanagedType.U1)] bool stable, out IntPtr values, out IntPtr indices);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_argsort(
        torch.Tensor self, long dim, [MarshalAs(UnmanagedType.U1)] bool descending, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_topk(
        torch.Tensor self, long k, long dim, [MarshalAs(UnmanagedType.U1)] bool largest,
        [MarshalAs(UnmanagedType.U1)] bool sorted, out IntPtr values, out IntPtr indices);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_kthvalue(
        torch.Tensor self, long k, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out IntPtr values,
        out IntPtr indices);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_quantile(
        torch.Tensor self, torch.Tensor q, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_unique(
        torch.Tensor self, [MarshalAs(UnmanagedType.U1)] bool sorted,
        [MarshalAs(UnmanagedType.U1)] bool returnInverse, [MarshalAs(UnmanagedType.U1)] bool returnCounts,
        out IntPtr values, out IntPtr inverse, out IntPtr counts);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_unique_dim(
        torch.Tensor self, long dim, [MarshalAs(UnmanagedType.U1)] bool sorted,
        [MarshalAs(UnmanagedType.U1)] bool returnInverse, [MarshalAs(UnmanagedType.U1)] bool returnCounts,
        out IntPtr values, out IntPtr inverse, out IntPtr counts);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_bincount(
        torch.Tensor self, [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor weights, long minlength,
        out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_histc(torch.Tensor self, long bins, long min, long max, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_bucketize(
        torch.Tensor self, torch.Tensor boundaries, [MarshalAs(UnmanagedType.U1)] bool outInt32,
        [MarshalAs(UnmanagedType.U1)] bool right, out IntPtr result);
}
