using System.IO;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>
/// The 256 bytes at the start of a model stream. After them come the model, the table of strings (where each one ends,
/// in bytes), the strings in UTF-16, the loader's assembly name in UTF-16, and a tail signature. Offsets count from the
/// header; a block that is missing has offset 0.
/// </summary>
internal struct ModelHeader
{
    public const int Size = 256;
    public const ulong SignatureValue = 0x4C45444F4D004C4Dul; // "ML\0MODEL"
    public const ulong TailSignatureValue = 0x4D4C004D4F44454Cul; // "LEDOM\0LM"

    private const int LoaderSignatureSize = 24;
    private const uint VerWrittenCur = 0x00010002;
    private const uint VerReadableCur = 0x00010002;
    private const uint VerWeCanReadBack = 0x00010001;
    private const uint VerAssemblyNameSupported = 0x00010002;

    public ulong Signature;
    public uint VerWritten;
    public uint VerReadable;
    public long FpModel;
    public long CbModel;
    public long FpStringTable;
    public long CbStringTable;
    public long FpStringChars;
    public long CbStringChars;
    public ulong ModelSignature;
    public uint ModelVerWritten;
    public uint ModelVerReadable;
    public string LoaderSignature;
    public string LoaderSignatureAlt;
    public long FpTail;
    public long FpLim;
    public long FpAssemblyName;
    public uint CbAssemblyName;

    /// <summary>A header for what is written now, with the version and block fields still to be set.</summary>
    public static ModelHeader Create() =>
        new() { Signature = SignatureValue, VerWritten = VerWrittenCur, VerReadable = VerReadableCur, FpModel = Size };

    public static void SetVersionInfo(ref ModelHeader header, VersionInfo ver)
    {
        header.ModelSignature = ver.ModelSignature;
        header.ModelVerWritten = ver.VerWrittenCur;
        header.ModelVerReadable = ver.VerReadableCur;
        header.LoaderSignature = CheckedLoaderSignature(ver.LoaderSignature);
        header.LoaderSignatureAlt = CheckedLoaderSignature(ver.LoaderSignatureAlt);
    }

    /// <summary>Throws unless code of the given version can read the model.</summary>
    public static void CheckVersionInfo(ref ModelHeader header, VersionInfo ver)
    {
        Contracts.CheckDecode(header.ModelSignature == ver.ModelSignature, "Unknown file type");
        Contracts.CheckDecode(header.ModelVerReadable <= header.ModelVerWritten, "Corrupt file header");
        if (header.ModelVerReadable > ver.VerWrittenCur)
            throw Contracts.ExceptDecode($"The part '{ver.LoaderSignature}' of the model is too new for this version of ML.NET: it needs {header.ModelVerReadable:x8}, and this is {ver.VerWrittenCur:x8}.");
        if (header.ModelVerWritten < ver.VerWeCanReadBack)
            throw Contracts.ExceptDecode($"The part '{ver.LoaderSignature}' of the model is too old for this version of ML.NET: it is {header.ModelVerWritten:x8}, and the oldest that can be read is {ver.VerWeCanReadBack:x8}.");
    }

    public readonly void Write(BinaryWriter writer)
    {
        long start = writer.BaseStream.Position;
        writer.Write(Signature);
        writer.Write(VerWritten);
        writer.Write(VerReadable);
        writer.Write(FpModel);
        writer.Write(CbModel);
        writer.Write(FpStringTable);
        writer.Write(CbStringTable);
        writer.Write(FpStringChars);
        writer.Write(CbStringChars);
        writer.Write(ModelSignature);
        writer.Write(ModelVerWritten);
        writer.Write(ModelVerReadable);
        WriteLoaderSignature(writer, LoaderSignature);
        WriteLoaderSignature(writer, LoaderSignatureAlt);
        writer.Write(FpTail);
        writer.Write(FpLim);
        writer.Write(FpAssemblyName);
        writer.Write(CbAssemblyName);
        writer.Write(new byte[start + Size - writer.BaseStream.Position]);
    }

    /// <summary>Reads a header and throws a FormatException when it makes no sense for a stream with that many bytes.</summary>
    public static ModelHeader Read(BinaryReader reader, long available)
    {
        byte[] bytes = reader.ReadBytes(Size);
        Contracts.CheckDecode(bytes.Length == Size);
        using var fields = new BinaryReader(new MemoryStream(bytes));
        var header = new ModelHeader
        {
            Signature = fields.ReadUInt64(),
            VerWritten = fields.ReadUInt32(),
            VerReadable = fields.ReadUInt32(),
            FpModel = fields.ReadInt64(),
            CbModel = fields.ReadInt64(),
            FpStringTable = fields.ReadInt64(),
            CbStringTable = fields.ReadInt64(),
            FpStringChars = fields.ReadInt64(),
            CbStringChars = fields.ReadInt64(),
            ModelSignature = fields.ReadUInt64(),
            ModelVerWritten = fields.ReadUInt32(),
            ModelVerReadable = fields.ReadUInt32(),
            LoaderSignature = ReadLoaderSignature(fields),
            LoaderSignatureAlt = ReadLoaderSignature(fields),
            FpTail = fields.ReadInt64(),
            FpLim = fields.ReadInt64(),
            FpAssemblyName = fields.ReadInt64(),
            CbAssemblyName = fields.ReadUInt32(),
        };
        header.Validate(available);
        return header;
    }

    // The blocks follow one another without gaps and end with the stream or before.
    private readonly void Validate(long available)
    {
        Contracts.CheckDecode(Signature == SignatureValue, "Wrong file type");
        Contracts.CheckDecode(VerReadable <= VerWritten, "Corrupt file header");
        Contracts.CheckDecode(VerReadable <= VerWrittenCur, "File is too new");
        Contracts.CheckDecode(VerWritten >= VerWeCanReadBack, "File is too old");
        Contracts.CheckDecode(FpModel == Size);
        Contracts.CheckDecode(0 <= CbModel && CbModel <= available && 0 <= CbStringTable && CbStringTable <= available && 0 <= CbStringChars && CbStringChars <= available);

        long next = FpModel + CbModel;
        if (FpStringTable == 0)
            Contracts.CheckDecode(CbStringTable == 0 && FpStringChars == 0 && CbStringChars == 0);
        else
        {
            Contracts.CheckDecode(FpStringTable == next && CbStringTable > 0 && CbStringTable % sizeof(long) == 0);
            Contracts.CheckDecode(FpStringChars == next + CbStringTable && CbStringChars % sizeof(char) == 0);
            next = FpStringChars + CbStringChars;
        }
        if (VerWritten >= VerAssemblyNameSupported && FpAssemblyName != 0)
        {
            Contracts.CheckDecode(FpAssemblyName == next && CbAssemblyName % sizeof(char) == 0);
            next += CbAssemblyName;
        }
        Contracts.CheckDecode(FpTail == next && FpLim == FpTail + sizeof(ulong) && FpLim <= available);
    }

    private static string CheckedLoaderSignature(string signature)
    {
        Contracts.Check(signature == null || (signature.Length <= LoaderSignatureSize && Encoding.Latin1.GetByteCount(signature) == signature.Length),
            "A loader signature can have 24 one-byte characters at most");
        return signature;
    }

    private static void WriteLoaderSignature(BinaryWriter writer, string signature)
    {
        var bytes = new byte[LoaderSignatureSize];
        Encoding.Latin1.GetBytes(signature ?? "", bytes);
        writer.Write(bytes);
    }

    private static string ReadLoaderSignature(BinaryReader reader) =>
        Encoding.Latin1.GetString(reader.ReadBytes(LoaderSignatureSize)).TrimEnd('\0');
}
