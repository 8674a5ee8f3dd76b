using System;
using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

/// <summary>A number that goes with a tensor into an operation: an integer, a real number or a truth value.</summary>
[NativeMarshalling(typeof(ScalarMarshaller))]
public sealed class Scalar : IDisposable
{
    private const int KindBool = 0;
    private const int KindInteger = 1;
    private const int KindReal = 2;

    internal readonly NativeScalar Value;

    internal Scalar(bool value) => Value = new NativeScalar { Kind = KindBool, Bits = value ? 1 : 0 };

    internal Scalar(long value) => Value = new NativeScalar { Kind = KindInteger, Bits = value };

    internal Scalar(double value) =>
        Value = new NativeScalar { Kind = KindReal, Bits = BitConverter.DoubleToInt64Bits(value) };

    /// <summary>Int64, Float64 or Bool: libtorch keeps no narrower ones.</summary>
    public torch.ScalarType Type => Value.Kind switch
    {
        KindBool => torch.ScalarType.Bool,
        KindInteger => torch.ScalarType.Int64,
        _ => torch.ScalarType.Float64,
    };

    internal double Real => Value.Kind == KindReal ? BitConverter.Int64BitsToDouble(Value.Bits) : Value.Bits;

    internal long Integer => Value.Kind == KindReal ? (long)BitConverter.Int64BitsToDouble(Value.Bits) : Value.Bits;

    public static implicit operator Scalar(byte value) => new((long)value);

    public static implicit operator Scalar(sbyte value) => new((long)value);

    public static implicit operator Scalar(short value) => new((long)value);

    public static implicit operator Scalar(int value) => new((long)value);

    public static implicit operator Scalar(long value) => new(value);

    public static implicit operator Scalar(Half value) => new((double)value);

    public static implicit operator Scalar(float value) => new((double)value);

    public static implicit operator Scalar(double value) => new(value);

    public static implicit operator Scalar(bool value) => new(value);

    /// <summary>Nothing native is held.</summary>
    public void Dispose()
    {
    }
}
