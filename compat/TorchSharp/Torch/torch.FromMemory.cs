using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>How arrays become tensors: tensor(...) copies, the others use the array's own memory.</summary>
public static partial class torch
{
    public static Tensor from_array(Array rawArray, Device device = null) => from_array(rawArray, null, device);

    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device device = null, bool requires_grad = false,
        string[] names = null)
    {
        var shape = new long[rawArray.Rank];
        for (var i = 0; i < shape.Length; i++)
            shape[i] = rawArray.GetLongLength(i);
        return Converted(Over(rawArray, 0, shape), dtype, device, requires_grad, names);
    }

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device device = null) =>
        from_array(data, dtype, device);

    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0,
        bool requires_grad = false)
    {
        var length = rawArray.LongLength;
        if (offset < 0 || offset >= length)
            throw new ArgumentException($"invalid value for 'offset': {offset}");
        if (count < 0)
            count = length - offset;
        if (count > length - offset)
            throw new IndexOutOfRangeException($"element count is too large: {count}");
        return Converted(Over(rawArray, offset, [count]), dtype, null, requires_grad, null);
    }

    private static Tensor FromList<T>(IList<T> list, ReadOnlySpan<long> shape, ScalarType? dtype, Device device,
        bool requiresGrad, string[] names) where T : unmanaged =>
        FromElements((ReadOnlySpan<T>)(list as T[] ?? list.ToArray()), shape, dtype, device, requiresGrad, names);

    private static Tensor FromArray<T>(Array array, ScalarType? dtype, Device device, bool requiresGrad, string[] names)
        where T : unmanaged
    {
        Span<long> shape = stackalloc long[array.Rank];
        for (var i = 0; i < shape.Length; i++)
            shape[i] = array.GetLongLength(i);
        ref var first = ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array));
        var elements = MemoryMarshal.CreateReadOnlySpan(ref first, array.Length);
        return FromElements(elements, shape, dtype, device, requiresGrad, names);
    }

    private static unsafe Tensor FromElements<T>(ReadOnlySpan<T> elements, ReadOnlySpan<long> shape, ScalarType? dtype,
        Device device, bool requiresGrad, string[] names) where T : unmanaged
    {
        var count = 1L;
        foreach (var size in shape)
            count *= size;
        if (count > elements.Length)
            throw new ArgumentException(
                $"mismatched total size creating a tensor from an array: {count} vs. {elements.Length}");
        fixed (T* pointer = elements)
        {
            var error = Native.tc_from_memory(pointer, (sbyte)TypeOf(typeof(T)), shape, shape.Length, out var result);
            return Converted(Native.Wrap(error, result), dtype, device, requiresGrad, names);
        }
    }

    /// <summary>A tensor over the array's memory, which is pinned until libtorch lets go of it.</summary>
    private static unsafe Tensor Over(Array array, long offset, ReadOnlySpan<long> shape)
    {
        var type = TypeOf(array.GetType().GetElementType());
        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        var data = (byte*)pin.AddrOfPinnedObject() + offset * type.ElementSize();
        var error = Native.tc_from_blob(data, (sbyte)type, shape, shape.Length, &Release, GCHandle.ToIntPtr(pin),
            out var result);
        return Native.Wrap(error, result);
    }

    [UnmanagedCallersOnly]
    private static void Release(IntPtr pin) => GCHandle.FromIntPtr(pin).Free();

    private static Tensor Converted(Tensor tensor, ScalarType? dtype, Device device, bool requiresGrad, string[] names)
    {
        device = InitializeDevice(device);
        if (device.type != DeviceType.CPU)
            tensor = tensor.to(dtype ?? tensor.dtype, device, disposeAfter: true);
        else if (dtype.HasValue && dtype.Value != tensor.dtype)
            tensor = tensor.to_type(dtype.Value, disposeAfter: true);
        return Named(tensor.Requiring(requiresGrad), names);
    }
}
