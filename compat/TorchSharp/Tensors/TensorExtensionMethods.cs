using System;
using System.Collections.Generic;

namespace TorchSharp;

/// <summary>Single elements as numbers, and small helpers.</summary>
public static partial class TensorExtensionMethods
{
    public static float ToSingle(this torch.Tensor value) => value.ToScalar().ToSingle();

    public static double ToDouble(this torch.Tensor value) => value.ToScalar().ToDouble();

    public static sbyte ToSByte(this torch.Tensor value) => value.ToScalar().ToSByte();

    public static byte ToByte(this torch.Tensor value) => value.ToScalar().ToByte();

    public static short ToInt16(this torch.Tensor value) => value.ToScalar().ToInt16();

    public static int ToInt32(this torch.Tensor value) => value.ToScalar().ToInt32();

    public static long ToInt64(this torch.Tensor value) => value.ToScalar().ToInt64();

    public static bool ToBoolean(this torch.Tensor value) => value.ToScalar().ToBoolean();

    public static long TotalSize(this IEnumerable<long> shape)
    {
        var product = 1L;
        foreach (var size in shape)
            product *= size;
        return product;
    }

    /// <summary>In bytes.</summary>
    public static int ElementSize(this torch.ScalarType type) => type switch
    {
        torch.ScalarType.Byte or torch.ScalarType.Int8 or torch.ScalarType.Bool => 1,
        torch.ScalarType.Int16 or torch.ScalarType.Float16 or torch.ScalarType.BFloat16 => 2,
        torch.ScalarType.Int32 or torch.ScalarType.Float32 => 4,
        torch.ScalarType.Int64 or torch.ScalarType.Float64 or torch.ScalarType.ComplexFloat32 => 8,
        torch.ScalarType.ComplexFloat64 => 16,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Quantized numbers have no size of their own."),
    };
}
