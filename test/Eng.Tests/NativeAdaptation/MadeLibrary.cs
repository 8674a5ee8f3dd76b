using System.Buffers.Binary;
using System.Text;

namespace ProtoAnomaly.Eng.Tests;

/// <summary>
/// A shared library of nothing but the tables in which versions are needed, laid out by hand after the System V ABI: header, string
/// table, dynamic symbols, their versions, needed versions, relocations, section headers.
/// </summary>
internal sealed class MadeLibrary
{
    public const string Marker = "_ZSt21ios_base_library_initv";
    private const int HeaderSize = 64, SectionHeaderSize = 64;

    private readonly List<byte> _strings = [0];
    private readonly List<(uint Name, ushort Version)> _symbols = [(0, 0)];
    private readonly List<(string Library, List<(string Version, ushort Index)> Versions)> _needs = [];
    private readonly List<uint> _relocated = [];
    private ushort _lastVersion = 1;

    /// <summary>What the tests are about: the marker has a version of its own, another symbol has another version.</summary>
    public static MadeLibrary WithMarker() => new MadeLibrary()
        .Need("libc.so.6", "GLIBC_2.2.5", "malloc")
        .Need("libstdc++.so.6", "GLIBCXX_3.4.32", Marker)
        .Need("libstdc++.so.6", "GLIBCXX_3.4", "_ZSt4cout");

    /// <summary>A version that is needed, and the symbols bound to it. Versions of one library follow one another.</summary>
    public MadeLibrary Need(string library, string version, params string[] symbols)
    {
        _lastVersion++;
        if (_needs.Count == 0 || _needs[^1].Library != library)
            _needs.Add((library, []));
        _needs[^1].Versions.Add((version, _lastVersion));
        foreach (string symbol in symbols)
            _symbols.Add((Text(symbol), _lastVersion));
        return this;
    }

    /// <summary>A relocation (R_X86_64_JUMP_SLOT) that refers to the last symbol.</summary>
    public MadeLibrary RelocateLast()
    {
        _relocated.Add((uint)_symbols.Count - 1);
        return this;
    }

    /// <summary>The file, and where in it each version's vna_flags lie.</summary>
    public byte[] ToBytes(out Dictionary<string, int> flagOffsets)
    {
        byte[] symbols = [.. _symbols.SelectMany(symbol => (byte[])[.. Bytes(symbol.Name), .. new byte[20]])];
        byte[] versions = [.. _symbols.SelectMany(symbol => Bytes(symbol.Version))];
        byte[] needs = Needs(out Dictionary<string, int> flags);
        byte[] relocations = [.. _relocated.SelectMany(symbol => (byte[])[.. new byte[8], .. Bytes(7u), .. Bytes(symbol), .. new byte[8]])];
        (uint Type, byte[] Content, uint Link, int EntrySize)[] sections =
        [
            (0, [], 0, 0),
            (3, [.. _strings], 0, 0),
            (11, symbols, 1, 24),
            (0x6fffffff, versions, 2, 2),
            .. needs.Length == 0 ? [] : new (uint, byte[], uint, int)[] { (0x6ffffffe, needs, 1, 0) },
            (4, relocations, 2, 24),
            (8, [], 0, 0), // .bss, whose size says nothing about the file's
        ];

        var file = new List<byte>(new byte[HeaderSize]);
        var headers = new List<byte>();
        int needsOffset = 0;
        foreach ((uint type, byte[] content, uint link, int entrySize) in sections)
        {
            if (type == 0x6ffffffe)
                needsOffset = file.Count;
            ulong size = type == 8 ? 1ul << 40 : (ulong)content.Length;
            headers.AddRange([.. Bytes(0u), .. Bytes(type), .. Bytes(0ul), .. Bytes(0ul), .. Bytes((ulong)file.Count), .. Bytes(size),
                .. Bytes(link), .. Bytes(0u), .. Bytes(1ul), .. Bytes((ulong)entrySize)]);
            file.AddRange(content);
        }
        byte[] header = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, .. new byte[9], .. Bytes((ushort)3), .. Bytes((ushort)62), .. Bytes(1u),
            .. Bytes(0ul), .. Bytes(0ul), .. Bytes((ulong)file.Count), .. Bytes(0u), .. Bytes((ushort)HeaderSize), .. Bytes((ushort)56), .. Bytes((ushort)0),
            .. Bytes((ushort)SectionHeaderSize), .. Bytes((ushort)sections.Length), .. Bytes((ushort)1)];
        flagOffsets = flags.ToDictionary(flag => flag.Key, flag => flag.Value + needsOffset);
        return [.. header, .. file[HeaderSize..], .. headers];
    }

    // Each Elf64_Verneed is followed by its Elf64_Vernaux entries.
    private byte[] Needs(out Dictionary<string, int> flagOffsets)
    {
        flagOffsets = [];
        var bytes = new List<byte>();
        foreach ((string library, var versions) in _needs)
        {
            bool isLast = library == _needs[^1].Library;
            bytes.AddRange([.. Bytes((ushort)1), .. Bytes((ushort)versions.Count), .. Bytes(Text(library)), .. Bytes(16u), .. Bytes(isLast ? 0u : 16u + 16u * (uint)versions.Count)]);
            foreach ((string version, ushort index) in versions)
            {
                flagOffsets[version] = bytes.Count + 4;
                bytes.AddRange([.. Bytes(0u), .. Bytes((ushort)0), .. Bytes(index), .. Bytes(Text(version)), .. Bytes(index == versions[^1].Index ? 0u : 16u)]);
            }
        }
        return [.. bytes];
    }

    private uint Text(string text)
    {
        uint offset = (uint)_strings.Count;
        _strings.AddRange([.. Encoding.ASCII.GetBytes(text), 0]);
        return offset;
    }

    private static byte[] Bytes(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Bytes(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Bytes(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}
