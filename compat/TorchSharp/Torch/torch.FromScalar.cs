using System;

namespace TorchSharp;

/// <summary>Tensors of one element and no dimensions.</summary>
public static partial class torch
{
    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device device = null,
        bool requires_grad = false) =>
        FromElements((ReadOnlySpan<bool>)[scalar], [], dtype, device, requires_grad, null);

    public static Tensor tensor(byte scalar, Device device = null, bool requires_grad = false) =>
        FromElements((ReadOnlySpan<byte>)[scalar], [], null, device, requires_grad, null);

    public static Tensor tensor(sbyte scalar, Device device = null, bool requires_grad = false) =>
        FromElements((ReadOnlySpan<sbyte>)[scalar], [], null, device, requires_grad, null);

    public static Tensor tensor(short scalar, Device device = null, bool requires_grad = false) =>
        FromElements((ReadOnlySpan<short>)[scalar], [], null, device, requires_grad, null);

    public static Tensor tensor(int scalar, Device device = null, bool requires_grad = false) =>
        FromElements((ReadOnlySpan<int>)[scalar], [], null, device, requires_grad, null);

    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device device = null,
        bool requires_grad = false) =>
        FromElements((ReadOnlySpan<long>)[scalar], [], dtype, device, requires_grad, null);

    public static Tensor tensor(float scalar, Device device = null, bool requires_grad = false) =>
        FromElements((ReadOnlySpan<float>)[scalar], [], null, device, requires_grad, null);

    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device device = null,
        bool requires_grad = false) =>
        FromElements((ReadOnlySpan<double>)[scalar], [], dtype, device, requires_grad, null);
}
