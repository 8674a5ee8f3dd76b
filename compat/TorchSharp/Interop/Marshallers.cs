using System;
using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

/// <summary>Passes a tensor's handle and keeps the tensor from being finalized during the call.</summary>
[CustomMarshaller(typeof(torch.Tensor), MarshalMode.ManagedToUnmanagedIn, typeof(TensorMarshaller))]
internal ref struct TensorMarshaller
{
    private torch.Tensor _tensor;

    public void FromManaged(torch.Tensor tensor) => _tensor = tensor;

    public readonly IntPtr ToUnmanaged() => _tensor.Handle;

    public readonly void OnInvoked() => GC.KeepAlive(_tensor);

    public readonly void Free()
    {
    }
}

/// <summary>The same for an argument that may be null.</summary>
[CustomMarshaller(typeof(torch.Tensor), MarshalMode.ManagedToUnmanagedIn, typeof(OptionalTensorMarshaller))]
internal ref struct OptionalTensorMarshaller
{
    private torch.Tensor _tensor;

    public void FromManaged(torch.Tensor tensor) => _tensor = tensor;

    public readonly IntPtr ToUnmanaged() => _tensor is null ? IntPtr.Zero : _tensor.Handle;

    public readonly void OnInvoked() => GC.KeepAlive(_tensor);

    public readonly void Free()
    {
    }
}

/// <summary>Passes a generator's handle; null stands for the default generator.</summary>
[CustomMarshaller(typeof(torch.Generator), MarshalMode.ManagedToUnmanagedIn, typeof(GeneratorMarshaller))]
internal ref struct GeneratorMarshaller
{
    private torch.Generator _generator;

    public void FromManaged(torch.Generator generator) => _generator = generator;

    public readonly IntPtr ToUnmanaged() => _generator is null ? IntPtr.Zero : _generator.Handle;

    public readonly void OnInvoked() => GC.KeepAlive(_generator);

    public readonly void Free()
    {
    }
}

/// <summary>Passes a scalar by value; null is a kind of its own.</summary>
[CustomMarshaller(typeof(Scalar), MarshalMode.ManagedToUnmanagedIn, typeof(ScalarMarshaller))]
internal static class ScalarMarshaller
{
    public static NativeScalar ConvertToUnmanaged(Scalar scalar) =>
        scalar is null ? new NativeScalar { Kind = -1 } : scalar.Value;
}

/// <summary>tc::Scalar of common.h.</summary>
internal struct NativeScalar
{
    public long Bits;
    public int Kind;
}
