using System;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

/// <summary>autograd.cpp</summary>
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial IntPtr tc_requires_grad(torch.Tensor self, [MarshalAs(UnmanagedType.U1)] out bool result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_set_requires_grad(torch.Tensor self, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_retain_grad(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_is_leaf(torch.Tensor self, [MarshalAs(UnmanagedType.U1)] out bool result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_grad(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_set_grad(
        torch.Tensor self, [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor grad);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_detach(torch.Tensor self, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_detach_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_backward(
        IntPtr[] tensors, long tensorCount, IntPtr[] gradients, long gradientCount,
        [MarshalAs(UnmanagedType.U1)] bool retainGraph, [MarshalAs(UnmanagedType.U1)] bool createGraph,
        IntPtr[] inputs, long inputCount);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_autograd_grad(
        IntPtr[] outputs, long outputCount, IntPtr[] inputs, long inputCount, IntPtr[] gradients, long gradientCount,
        [MarshalAs(UnmanagedType.U1)] bool retainGraph, [MarshalAs(UnmanagedType.U1)] bool createGraph,
        [MarshalAs(UnmanagedType.U1)] bool allowUnused, out IntPtr result, out long count);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_grad_mode([MarshalAs(UnmanagedType.U1)] out bool result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_set_grad_mode([MarshalAs(UnmanagedType.U1)] bool enabled);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_inference_mode([MarshalAs(UnmanagedType.U1)] out bool result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_inference_mode_enter(
        [MarshalAs(UnmanagedType.U1)] bool enabled, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_inference_mode_leave(IntPtr mode);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_set_num_threads(int count);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_num_threads(out int result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_set_default_dtype(sbyte type);
}
