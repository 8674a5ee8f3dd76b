using System;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>shape.cpp</summary>
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial IntPtr tc_view(
        torch.Tensor self, ReadOnlySpan<long> sizes, long count, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_reshape(
        torch.Tensor self, ReadOnlySpan<long> sizes, long count, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_permute(
        torch.Tensor self, ReadOnlySpan<long> sizes, long count, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_repeat(
        torch.Tensor self, ReadOnlySpan<long> sizes, long count, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_tile(
        torch.Tensor self, ReadOnlySpan<long> sizes, long count, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_flip(
        torch.Tensor self, ReadOnlySpan<long> sizes, long count, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_broadcast_to(
        torch.Tensor self, ReadOnlySpan<long> sizes, long count, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_expand(
        torch.Tensor self, ReadOnlySpan<long> sizes, long count, [MarshalAs(UnmanagedType.U1)] bool isImplicit,
        out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_flatten(torch.Tensor self, long startDim, long endDim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_unflatten(
        torch.Tensor self, long dim, ReadOnlySpan<long> sizes, long count, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_squeeze(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_squeeze_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_unsqueeze(torch.Tensor self, long dim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_diag(torch.Tensor self, long dim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_tril(torch.Tensor self, long dim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_tril_(torch.Tensor self, long dim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_triu(torch.Tensor self, long dim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_triu_(torch.Tensor self, long dim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_squeeze_dim(torch.Tensor self, long dim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_squeeze_dim_(torch.Tensor self, long dim);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_unsqueeze_(torch.Tensor self, long dim);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_transpose(torch.Tensor self, long dim0, long dim1, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_transpose_(torch.Tensor self, long dim0, long dim1);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_t(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_numpy_T(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_mT(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_diagonal(
        torch.Tensor self, long offset, long dim1, long dim2, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_narrow(torch.Tensor self, long dim, long start, long length, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_select(torch.Tensor self, long dim, long index, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_slice(
        torch.Tensor self, long dim, long start, long finish, long step, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_unfold(torch.Tensor self, long dim, long size, long step, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_as_strided(
        torch.Tensor self, ReadOnlySpan<long> sizes, long sizeCount, ReadOnlySpan<long> strides, long strideCount,
        long offset, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_roll(
        torch.Tensor self, ReadOnlySpan<long> shifts, long shiftCount, ReadOnlySpan<long> dims, long dimCount,
        out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_repeat_interleave(
        torch.Tensor self, long repeats, long* dim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_repeat_interleave_tensor(
        torch.Tensor self, torch.Tensor repeats, long* dim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_cat(IntPtr[] tensors, long count, long dim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_stack(IntPtr[] tensors, long count, long dim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_meshgrid(
        IntPtr[] tensors, long count, [MarshalAs(UnmanagedType.U1)] bool xy, out IntPtr result, out long outCount);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_split(
        torch.Tensor self, long size, long dim, out IntPtr result, out long count);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_split_sizes(
        torch.Tensor self, ReadOnlySpan<long> sizes, long sizeCount, long dim, out IntPtr result, out long count);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_chunk(
        torch.Tensor self, long chunks, long dim, out IntPtr result, out long count);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_unbind(torch.Tensor self, long dim, out IntPtr result, out long count);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_index(
        torch.Tensor self, ReadOnlySpan<NativeIndex> indices, long count, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_index_put_(
        torch.Tensor self, ReadOnlySpan<NativeIndex> indices, long count, torch.Tensor value);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_index_put_scalar_(
        torch.Tensor self, ReadOnlySpan<NativeIndex> indices, long count, Scalar value);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_index_accumulate_(
        torch.Tensor self, ReadOnlySpan<NativeIndex> indices, long count, torch.Tensor value);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_gather(torch.Tensor self, long dim, torch.Tensor index, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_index_select(
        torch.Tensor self, long dim, torch.Tensor index, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_take(torch.Tensor self, torch.Tensor index, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_take_along_dim(
        torch.Tensor self, torch.Tensor index, long dim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_scatter(
        torch.Tensor self, long dim, torch.Tensor index, torch.Tensor source, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_scatter_(torch.Tensor self, long dim, torch.Tensor index, torch.Tensor source);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_scatter_add(
        torch.Tensor self, long dim, torch.Tensor index, torch.Tensor source, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_scatter_add_(
        torch.Tensor self, long dim, torch.Tensor index, torch.Tensor source);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_index_copy(
        torch.Tensor self, long dim, torch.Tensor index, torch.Tensor source, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_index_copy_(
        torch.Tensor self, long dim, torch.Tensor index, torch.Tensor source);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_index_add(
        torch.Tensor self, long dim, torch.Tensor index, torch.Tensor source, Scalar alpha, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_index_add_(
        torch.Tensor self, long dim, torch.Tensor index, torch.Tensor source, Scalar alpha);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_index_fill(
        torch.Tensor self, long dim, torch.Tensor index, Scalar value, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_index_fill_(torch.Tensor self, long dim, torch.Tensor index, Scalar value);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_masked_fill(
        torch.Tensor self, torch.Tensor mask, Scalar value, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_masked_fill_(torch.Tensor self, torch.Tensor mask, Scalar value);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_masked_select(torch.Tensor self, torch.Tensor mask, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nonzero(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_isin(
        torch.Tensor self, torch.Tensor testElements, [MarshalAs(UnmanagedType.U1)] bool assumeUnique,
        [MarshalAs(UnmanagedType.U1)] bool invert, out IntPtr result);
}
