using TorchSharp.Utils;

namespace TorchSharp;

using static torch;

/// <summary>
/// Tensors in streams: type, number of dimensions and dimensions as LEB128 numbers, then the elements' bytes.
/// </summary>
public static partial class TensorExtensionMethods
{
    public static Modules.Parameter AsParameter(this Tensor tensor) => new(tensor);

    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        if (tensor.device_type != DeviceType.CPU)
        {
            using var copy = tensor.to(CPU);
            copy.Save(writer);
            return;
        }

        var shape = tensor.shape;
        writer.Encode((int)tensor.dtype);
        writer.Encode(shape.Length);
        foreach (long size in shape)
            writer.Encode(size);
        writer.Flush();
        writer.BaseStream.Write(tensor.bytes);
    }

    /// <summary>Closes the stream, as the original does.</summary>
    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
    }

    public static void Save(this Tensor tensor, string location) => tensor.Save(File.Create(location));

    /// <summary>Reads into the tensor, which must have the type and shape that the stream says.</summary>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        if (type != tensor.dtype)
            throw new ArgumentException("Mismatched tensor data types while loading. Make sure that the model you are loading into is exactly the same as the origin.");
        ReadElements(tensor, reader, shape, skip);
    }

    /// <summary>Reads into the tensor, or into a new one if there is none yet.</summary>
    public static void Load(ref Tensor tensor, BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        tensor ??= empty(shape, dtype: type);
        ReadElements(tensor, reader, shape, skip);
    }

    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        Tensor tensor = null;
        Load(ref tensor, reader, skip);
        return tensor;
    }

    private static (ScalarType Type, long[] Shape) ReadHeader(BinaryReader reader)
    {
        var type = (ScalarType)reader.Decode();
        var shape = new long[reader.Decode()];
        for (int i = 0; i < shape.Length; i++)
            shape[i] = reader.Decode();
        return (type, shape);
    }

    private static void ReadElements(Tensor tensor, BinaryReader reader, long[] shape, bool skip)
    {
        if (skip)
        {
            reader.BaseStream.Seek(tensor.NumberOfElements * tensor.ElementSize, SeekOrigin.Current);
            return;
        }
        if (!shape.AsSpan().SequenceEqual(tensor.shape))
            throw new ArgumentException("Mismatched tensor shape while loading. Make sure that the model you are loading into is exactly the same as the origin.");

        // A parameter must not be written to while autograd watches.
        using var noGrad = no_grad();
        if (tensor.device_type == DeviceType.CPU)
        {
            reader.BaseStream.ReadExactly(tensor.bytes);
            return;
        }
        using var onHost = empty(shape, dtype: tensor.dtype);
        reader.BaseStream.ReadExactly(onHost.bytes);
        tensor.copy_(onHost);
    }
}
