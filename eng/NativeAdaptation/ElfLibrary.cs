using System.Buffers.Binary;
using System.Text;

namespace ProtoAnomaly.NativeAdaptation;

/// <summary>A version that a library needs of another one: an Elf64_Vernaux.</summary>
/// <param name="Library">The other library's name, such as "libstdc++.so.6".</param>
/// <param name="Version">The version's name, such as "GLIBCXX_3.4.32".</param>
/// <param name="Index">The number by which symbols refer to the version (vna_other).</param>
/// <param name="FlagsOffset">Where its flags (vna_flags) lie in the file.</param>
/// <param name="IsWeak">Whether the loader goes on where the version is missing.</param>
internal readonly record struct VersionNeed(string Library, string Version, int Index, int FlagsOffset, bool IsWeak);

/// <summary>An entry of the dynamic symbol table.</summary>
internal readonly record struct DynamicSymbol(int Index, string Name);

/// <summary>
/// The few tables of a 64-bit little-endian ELF shared library that say which versions of which symbols it needs: names and layouts
/// as in the System V ABI and the Linux Standard Base. Everything is checked against the file's bounds.
/// </summary>
internal sealed class ElfLibrary
{
    private const uint Relocations = 4, DynamicSymbols = 11, VersionNeedsType = 0x6ffffffe, SymbolVersions = 0x6fffffff;
    private const ushort WeakFlag = 2;

    private readonly record struct Section(uint Type, int Offset, int Size, uint Link, int EntrySize);

    private readonly byte[] _file;
    private readonly Section[] _sections;

    public ElfLibrary(byte[] file)
    {
        _file = file;
        // e_ident: the magic number, ELFCLASS64, ELFDATA2LSB; e_type: ET_DYN.
        if (!Bytes(0, 64)[..6].SequenceEqual<byte>([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]) || UInt16(16) != 3)
            throw new InvalidDataException("it is no 64-bit little-endian ELF shared library.");
        int offset = Offset(0x28), entrySize = UInt16(0x3a), count = UInt16(0x3c);
        if (entrySize != 64)
            throw new InvalidDataException($"its section headers have {entrySize} bytes instead of 64.");
        Require(offset, count * entrySize, file.Length);
        _sections = [.. Enumerable.Range(0, count).Select(i => ReadSection(offset + i * entrySize))];
    }

    /// <summary>All versions that the library needs.</summary>
    public IEnumerable<VersionNeed> VersionNeeds()
    {
        foreach (Section section in _sections.Where(section => section.Type == VersionNeedsType))
        {
            int end = section.Offset + section.Size;
            for (int need = section.Offset; ; need = Next(need, UInt32(need + 12), end, 16))
            {
                Require(need, 16, end);
                string library = Text(section, UInt32(need + 4));
                int count = UInt16(need + 2), version = Next(need, UInt32(need + 8), end, 16);
                for (int i = 0; i < count; i++)
                {
                    ushort flags = UInt16(version + 4);
                    yield return new(library, Text(section, UInt32(version + 8)), UInt16(version + 6) & 0x7fff, version + 4, (flags & WeakFlag) != 0);
                    if (i + 1 < count)
                        version = Next(version, UInt32(version + 12), end, 16);
                }
                if (UInt32(need + 12) == 0)
                    break;
            }
        }
    }

    /// <summary>The dynamic symbols that are bound to a version.</summary>
    public IEnumerable<DynamicSymbol> SymbolsOfVersion(int version)
    {
        foreach (Section versions in _sections.Where(section => section.Type == SymbolVersions))
        {
            Section symbols = Linked(versions, DynamicSymbols);
            if (symbols.Size / 24 != versions.Size / 2)
                throw new InvalidDataException("it has another number of symbols than of their versions.");
            for (int i = 0; i < versions.Size / 2; i++)
            {
                if ((UInt16(versions.Offset + 2 * i) & 0x7fff) == version)
                    yield return new(i, Text(symbols, UInt32(symbols.Offset + 24 * i)));
            }
        }
    }

    /// <summary>Whether the loader has to find the symbol's address for the library (Elf64_Rela, r_info).</summary>
    public bool IsRelocated(int symbol)
    {
        foreach (Section section in _sections.Where(section => section.Type == Relocations))
        {
            for (int i = 0; i < section.Size / 24; i++)
            {
                if (UInt32(section.Offset + 24 * i + 12) == symbol)
                    return true;
            }
        }
        return false;
    }

    /// <summary>Sets VER_FLG_WEAK.</summary>
    public void MarkAsWeak(VersionNeed need) => _file[need.FlagsOffset] |= (byte)WeakFlag;

    private Section ReadSection(int header)
    {
        uint type = UInt32(header + 4);
        // SHT_NOBITS takes no room in the file, whatever its size.
        int offset = type == 8 ? 0 : Offset(header + 0x18), size = type == 8 ? 0 : Offset(header + 0x20);
        Require(offset, size, _file.Length);
        return new(type, offset, size, UInt32(header + 0x28), Offset(header + 0x38));
    }

    private Section Linked(Section section, uint? type = null)
    {
        if (section.Link >= _sections.Length || (type != null && _sections[section.Link].Type != type))
            throw new InvalidDataException("a section of it refers to one that isn't there.");
        return _sections[section.Link];
    }

    private string Text(Section section, uint offset)
    {
        Section strings = Linked(section);
        ReadOnlySpan<byte> rest = Bytes(strings.Offset, strings.Size);
        int length = offset < rest.Length ? rest[(int)offset..].IndexOf((byte)0) : -1;
        return length >= 0 ? Encoding.UTF8.GetString(rest.Slice((int)offset, length)) : throw new InvalidDataException("a name in it has no end.");
    }

    // Chains only go forward, so that a damaged file can't send the reader round in circles; 0 ends one and is the caller's matter.
    private int Next(int from, uint distance, int end, int size)
    {
        if (distance < 16 || distance > end - from)
            throw new InvalidDataException("its list of needed versions is damaged.");
        Require(from + (int)distance, size, end);
        return from + (int)distance;
    }

    private static void Require(int offset, int size, int end)
    {
        if (offset < 0 || size < 0 || offset > end - size)
            throw new InvalidDataException("it ends too early.");
    }

    private ReadOnlySpan<byte> Bytes(int offset, int size)
    {
        Require(offset, size, _file.Length);
        return _file.AsSpan(offset, size);
    }

    private ushort UInt16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(offset, 2));

    private uint UInt32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(offset, 4));

    private int Offset(int offset)
    {
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(Bytes(offset, 8));
        return value <= int.MaxValue ? (int)value : throw new InvalidDataException("it ends too early.");
    }
}
