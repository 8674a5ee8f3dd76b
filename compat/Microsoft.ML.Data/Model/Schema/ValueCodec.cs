using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// How the binary data view format writes a column type and values of it. A description is the codec's name, the length of
/// its parameters, and the parameters; values come in blocks, of which annotations have one with a single value.
/// </summary>
internal abstract class ValueCodec
{
    private const string VectorName = "VBuffer";
    private const string KeyName = "Key2";

    private static readonly ValueCodec[] _simple =
    [
        new RawCodec<sbyte>(NumberDataViewType.SByte), new RawCodec<byte>(NumberDataViewType.Byte),
        new RawCodec<short>(NumberDataViewType.Int16), new RawCodec<ushort>(NumberDataViewType.UInt16),
        new RawCodec<int>(NumberDataViewType.Int32), new RawCodec<uint>(NumberDataViewType.UInt32),
        new RawCodec<long>(NumberDataViewType.Int64), new RawCodec<ulong>(NumberDataViewType.UInt64),
        new RawCodec<float>(NumberDataViewType.Single), new RawCodec<double>(NumberDataViewType.Double),
        new RawCodec<TimeSpan>(TimeSpanDataViewType.Instance), new RawCodec<DataViewRowId>(RowIdDataViewType.Instance),
        new TextCodec(), new BooleanCodec(), new DateTimeCodec(), new DateTimeOffsetCodec(),
    ];

    protected ValueCodec(DataViewType type) => Type = type;

    public DataViewType Type { get; }

    /// <summary>Null when the format has no such type, as with custom types.</summary>
    public static ValueCodec ForTypeOrNull(DataViewType type) => type switch
    {
        VectorDataViewType vector => ForTypeOrNull(vector.ItemType) is { } items ? items.ToVector(vector) : null,
        KeyDataViewType key => ForTypeOrNull(ColumnTypeExtensions.PrimitiveTypeFromType(key.RawType)).ToKey(key),
        _ => _simple.FirstOrDefault(codec => codec.Type.Equals(type)),
    };

    /// <summary>Null when the description is of a type unknown here; it has been read all the same.</summary>
    public static ValueCodec ReadDescriptionOrNull(BinaryReader reader)
    {
        string name = reader.ReadString();
        int length = reader.Read7BitEncodedInt();
        byte[] bytes = length < 0 ? [] : reader.ReadBytes(length);
        Contracts.CheckDecode(bytes.Length == length);
        using var parameters = new BinaryReader(new MemoryStream(bytes));
        switch (name)
        {
            case VectorName:
                if (ReadDescriptionOrNull(parameters) is not { Type: PrimitiveDataViewType itemType })
                    return null;
                int count = parameters.ReadInt32();
                Contracts.CheckDecode(0 < count && count <= bytes.Length / sizeof(int));
                ImmutableArray<int> dimensions = Enumerable.Range(0, count).Select(_ => parameters.ReadInt32()).ToImmutableArray();
                Contracts.CheckDecode(dimensions.All(d => d >= 0));
                return ForTypeOrNull(new VectorDataViewType(itemType, dimensions));
            case KeyName:
                if (ReadDescriptionOrNull(parameters) is not { Type: PrimitiveDataViewType rawType })
                    return null;
                ulong keys = parameters.ReadUInt64();
                Contracts.CheckDecode(0 < keys && keys <= rawType.RawType.ToMaxInt());
                return ForTypeOrNull(new KeyDataViewType(rawType.RawType, keys));
            default:
                return _simple.FirstOrDefault(codec => codec.Name == name);
        }
    }

    public void WriteDescription(BinaryWriter writer)
    {
        var parameters = new MemoryStream();
        using (var inner = new BinaryWriter(parameters, Encoding.UTF8, leaveOpen: true))
            WriteParameters(inner);
        writer.Write(Type switch { VectorDataViewType => VectorName, KeyDataViewType => KeyName, _ => Name });
        writer.Write7BitEncodedInt((int)parameters.Length);
        writer.Write(parameters.ToArray());
    }

    /// <summary>Writes a block of the annotation's value.</summary>
    public abstract void WriteAnnotation(BinaryWriter writer, DataViewSchema.Annotations annotations, string kind);

    /// <summary>Reads a block of one value and adds it as an annotation.</summary>
    public abstract void ReadAnnotation(BinaryReader reader, DataViewSchema.Annotations.Builder builder, string kind);

    protected virtual string Name => Type.RawType.Name;

    protected abstract ValueCodec ToVector(VectorDataViewType type);

    protected abstract ValueCodec ToKey(KeyDataViewType type);

    private void WriteParameters(BinaryWriter writer)
    {
        if (Type is VectorDataViewType vector)
        {
            ForTypeOrNull(vector.ItemType).WriteDescription(writer);
            writer.Write(vector.Dimensions.Length);
            foreach (int dimension in vector.Dimensions)
                writer.Write(dimension);
        }
        else if (Type is KeyDataViewType key)
        {
            ForTypeOrNull(ColumnTypeExtensions.PrimitiveTypeFromType(key.RawType)).WriteDescription(writer);
            writer.Write(key.Count);
        }
    }
}
