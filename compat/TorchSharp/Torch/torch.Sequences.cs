using System;

namespace TorchSharp;

/// <summary>Ranges and the identity matrix; what all factories share.</summary>
public static partial class torch
{
    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device device = null,
        bool requires_grad = false)
    {
        device = InitializeDevice(device);
        var integers = is_integral(start.Type) && is_integral(stop.Type) && is_integral(step.Type);
        var type = dtype ?? (integers ? ScalarType.Int64 : s_defaultType);
        var error = Native.tc_arange(start, stop, step, (sbyte)type, (int)device.type, device.index, out var result);
        return Finish(error, result, requires_grad, null);
    }

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device device = null,
        bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device device = null,
        bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor linspace(
        double start, double end, long steps, ScalarType? dtype = null, Device device = null, bool requires_grad = false)
    {
        device = InitializeDevice(device);
        var error = Native.tc_linspace(start, end, steps, TypeOrDefault(dtype), (int)device.type, device.index,
            out var result);
        return Finish(error, result, requires_grad, null);
    }

    public static Tensor logspace(
        double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device device = null,
        bool requires_grad = false)
    {
        device = InitializeDevice(device);
        var error = Native.tc_logspace(start, end, steps, @base, TypeOrDefault(dtype), (int)device.type, device.index,
            out var result);
        return Finish(error, result, requires_grad, null);
    }

    public static Tensor eye(
        long rows, long columns = -1, ScalarType? dtype = null, Device device = null, bool requires_grad = false,
        string[] names = null)
    {
        device = InitializeDevice(device);
        var error = Native.tc_eye(rows, columns == -1 ? rows : columns, TypeOrDefault(dtype), (int)device.type,
            device.index, out var result);
        return Finish(error, result, requires_grad, names);
    }

    private static sbyte TypeOrDefault(ScalarType? type) => (sbyte)(type ?? s_defaultType);

    private static void RequireReal(ScalarType? dtype, string function)
    {
        if (dtype.HasValue && is_integral(dtype.Value))
            throw new ArgumentException(
                $"torch.{function}() was passed a bad dtype: {dtype}. It must be floating point or complex.",
                nameof(dtype));
    }

    private static Tensor Finish(IntPtr error, IntPtr handle, bool requiresGrad, string[] names) =>
        Named(Native.Wrap(error, handle).Requiring(requiresGrad), names);

    private static Tensor Named(Tensor tensor, string[] names) => names is null || names.Length == 0
        ? tensor
        : throw new NotSupportedException("Named dimensions are not supported by this build of TorchSharp.");
}
