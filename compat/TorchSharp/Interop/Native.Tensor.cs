using System;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>tensor.cpp</summary>
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial IntPtr tc_free(IntPtr self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_alias(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_dim(torch.Tensor self, out long result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_numel(torch.Tensor self, out long result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_element_size(torch.Tensor self, out long result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_sizes(torch.Tensor self, long* result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_strides(torch.Tensor self, long* result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_storage_offset(torch.Tensor self, out long result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_size_at(torch.Tensor self, long dim, out long result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_stride_at(torch.Tensor self, long dim, out long result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_dtype(torch.Tensor self, out sbyte result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_device(torch.Tensor self, out int type, out int index);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_is_contiguous(torch.Tensor self, [MarshalAs(UnmanagedType.U1)] out bool result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_is_nonzero(torch.Tensor self, [MarshalAs(UnmanagedType.U1)] out bool result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_data_pointer(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_item_real(torch.Tensor self, out double result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_item_integer(torch.Tensor self, out long result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_to(
        torch.Tensor self, sbyte type, int deviceType, int deviceIndex,
        [MarshalAs(UnmanagedType.U1)] bool nonBlocking, [MarshalAs(UnmanagedType.U1)] bool copy, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_contiguous(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_clone(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_copy_(
        torch.Tensor self, torch.Tensor source, [MarshalAs(UnmanagedType.U1)] bool nonBlocking);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_set_(torch.Tensor self, torch.Tensor source);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_from_memory(
        void* bytes, sbyte type, ReadOnlySpan<long> sizes, long dims, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_from_blob(
        void* data, sbyte type, ReadOnlySpan<long> sizes, long dims, delegate* unmanaged<IntPtr, void> release,
        IntPtr context, out IntPtr result);
}
