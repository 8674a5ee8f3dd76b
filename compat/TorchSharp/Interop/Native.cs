using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>
/// The functions of libtorch_compat.so. Each returns null or the text of an error; see compat/torch-native/common.h.
/// </summary>
internal static unsafe partial class Native
{
    private const string Library = "torch_compat";

    static Native() => NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, LibraryLoader.Resolve);

    /// <summary>Throws what TorchSharp throws for an error of libtorch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Check(IntPtr error)
    {
        if (error != IntPtr.Zero)
            Throw(error);
    }

    /// <summary>Makes the tensor of a call that gives one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static torch.Tensor Wrap(IntPtr error, IntPtr handle)
    {
        Check(error);
        return new torch.Tensor(handle);
    }

    internal static torch.Tensor Wrap(IntPtr handle) => new torch.Tensor(handle);

    /// <summary>Null where the call gave none.</summary>
    internal static torch.Tensor WrapOptional(IntPtr handle) => handle == IntPtr.Zero ? null : new torch.Tensor(handle);

    internal static (torch.Tensor, torch.Tensor) Wrap(IntPtr error, IntPtr first, IntPtr second)
    {
        Check(error);
        return (new torch.Tensor(first), new torch.Tensor(second));
    }

    /// <summary>Makes the tensors of a call that gives a list, and frees the list.</summary>
    internal static torch.Tensor[] WrapList(IntPtr error, IntPtr list, long count)
    {
        Check(error);
        var tensors = new torch.Tensor[count];
        for (var i = 0; i < tensors.Length; i++)
            tensors[i] = new torch.Tensor(((IntPtr*)list)[i]);
        tc_free_list(list);
        return tensors;
    }

    /// <summary>The caller keeps <paramref name="tensors"/> alive until its call is over.</summary>
    internal static IntPtr[] Handles(ReadOnlySpan<torch.Tensor> tensors)
    {
        var handles = new IntPtr[tensors.Length];
        for (var i = 0; i < handles.Length; i++)
            handles[i] = tensors[i].Handle;
        return handles;
    }

    internal static IntPtr[] Handles(IList<torch.Tensor> tensors)
    {
        if (tensors is null)
            return [];
        var handles = new IntPtr[tensors.Count];
        for (var i = 0; i < handles.Length; i++)
            handles[i] = tensors[i].Handle;
        return handles;
    }

    /// <summary>A missing type is -1 on the other side.</summary>
    internal static sbyte Code(torch.ScalarType? type) => type.HasValue ? (sbyte)type.GetValueOrDefault() : (sbyte)-1;

    private static void Throw(IntPtr error) => throw new ExternalException(Marshal.PtrToStringUTF8(error));

    [LibraryImport(Library)]
    private static partial IntPtr tc_free_list(IntPtr list);
}
