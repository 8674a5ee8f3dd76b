using ProtoAnomaly.NativeAdaptation;

namespace ProtoAnomaly.Eng.Tests;

/// <summary>What is changed in a library, what is left alone, what is refused.</summary>
[TestClass]
public sealed class LibstdcxxMarkerTests
{
    private const string MarkersVersion = "GLIBCXX_3.4.32";

    [TestMethod]
    public void TheMarkersVersionBecomesWeakAndNothingElseChanges()
    {
        byte[] original = MadeLibrary.WithMarker().ToBytes(out var flagOffsets), adapted = [.. original];
        CollectionAssert.AreEqual(new[] { MarkersVersion }, LibstdcxxMarker.MakeOptional(adapted));
        original[flagOffsets[MarkersVersion]] = 2; // VER_FLG_WEAK
        CollectionAssert.AreEqual(original, adapted);
    }

    [TestMethod]
    public void AnAdaptedLibraryIsLeftAlone()
    {
        byte[] once = MadeLibrary.WithMarker().ToBytes(out _);
        LibstdcxxMarker.MakeOptional(once);
        byte[] twice = [.. once];
        Assert.IsEmpty(LibstdcxxMarker.MakeOptional(twice));
        CollectionAssert.AreEqual(once, twice);
    }

    public static IEnumerable<object[]> NothingToDo =>
    [
        ["no versions", new MadeLibrary()],
        ["no marker", new MadeLibrary().Need("libstdc++.so.6", MarkersVersion, "_ZSt4cout")],
        ["the marker and something that is called", new MadeLibrary().Need("libstdc++.so.6", MarkersVersion, MadeLibrary.Marker, "_ZSt4cout")],
        ["a version without symbols", new MadeLibrary().Need("libstdc++.so.6", MarkersVersion)],
        ["another library's marker", new MadeLibrary().Need("libc++.so.1", MarkersVersion, MadeLibrary.Marker)],
    ];

    [TestMethod]
    [DynamicData(nameof(NothingToDo))]
    public void OtherLibrariesAreLeftAlone(string what, object library)
    {
        byte[] original = ((MadeLibrary)library).ToBytes(out _), same = [.. original];
        Assert.IsEmpty(LibstdcxxMarker.MakeOptional(same), what);
        CollectionAssert.AreEqual(original, same, what);
    }

    [TestMethod]
    public void ARelocationToTheMarkerIsRefused()
    {
        byte[] original = new MadeLibrary().Need("libstdc++.so.6", MarkersVersion, MadeLibrary.Marker).RelocateLast().ToBytes(out _), same = [.. original];
        var e = Assert.ThrowsExactly<InvalidDataException>(() => LibstdcxxMarker.MakeOptional(same));
        Assert.Contains(MadeLibrary.Marker, e.Message);
        CollectionAssert.AreEqual(original, same);
    }

    [TestMethod]
    public void ARelocationToAnotherSymbolIsAllRight() => Assert.HasCount(1, LibstdcxxMarker.MakeOptional(new MadeLibrary()
        .Need("libstdc++.so.6", MarkersVersion, MadeLibrary.Marker).Need("libstdc++.so.6", "GLIBCXX_3.4", "_ZSt4cout").RelocateLast().ToBytes(out _)));

    [TestMethod]
    [DataRow(4, 1)] // 32 bits
    [DataRow(5, 2)] // big-endian
    [DataRow(0x10, 2)] // a program
    [DataRow(0x3a, 40)] // section headers of 32 bits
    public void OtherKindsOfFilesAreRefused(int offset, int value)
    {
        byte[] file = MadeLibrary.WithMarker().ToBytes(out _);
        file[offset] = (byte)value;
        Assert.ThrowsExactly<InvalidDataException>(() => LibstdcxxMarker.MakeOptional(file));
    }

    [TestMethod]
    public void ATruncatedLibraryIsRefused()
    {
        byte[] file = MadeLibrary.WithMarker().ToBytes(out _);
        for (int length = 0; length < file.Length; length++)
            Assert.ThrowsExactly<InvalidDataException>(() => LibstdcxxMarker.MakeOptional(file[..length]), $"{length} of {file.Length} bytes");
    }

    [TestMethod]
    public void ATableBehindAllNumbersIsRefused()
    {
        byte[] file = MadeLibrary.WithMarker().ToBytes(out _);
        BitConverter.TryWriteBytes(file.AsSpan(0x28), (long)int.MaxValue); // e_shoff
        Assert.ThrowsExactly<InvalidDataException>(() => LibstdcxxMarker.MakeOptional(file));
    }

    /// <summary>Each byte of the file takes values that matter: a bit more or less, the smallest, the largest, and the signs of both.</summary>
    [TestMethod]
    public void ADamagedLibraryIsRefusedOrKeepsAllBytesButOneFlag()
    {
        byte[] file = MadeLibrary.WithMarker().ToBytes(out _);
        int refused = 0;
        for (int i = 0; i < file.Length; i++)
        {
            foreach (byte value in Enumerable.Range(0, 8).Select(bit => (byte)(file[i] ^ (1 << bit))).Concat<byte>([0, 0x7f, 0x80, 0xff]))
            {
                byte[] damaged = [.. file], adapted;
                damaged[i] = value;
                adapted = [.. damaged];
                try
                {
                    int marked = LibstdcxxMarker.MakeOptional(adapted).Length;
                    Assert.AreEqual(marked, damaged.Zip(adapted).Count(pair => pair.First != pair.Second), $"byte {i} is {value}");
                }
                catch (InvalidDataException)
                {
                    refused++;
                }
            }
        }
        Assert.IsGreaterThan(100, refused);
    }

    /// <summary>Several bytes at once, among them whole numbers of the tables.</summary>
    [TestMethod]
    public void WhateverIsDamagedEndsInAnInvalidDataExceptionOrNone()
    {
        byte[] file = MadeLibrary.WithMarker().ToBytes(out _);
        var random = new Random(1);
        for (int trial = 0; trial < 20_000; trial++)
        {
            byte[] damaged = [.. file];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                Span<byte> number = damaged.AsSpan(random.Next(damaged.Length / 8) * 8, random.Next(1, 9));
                if (random.Next(2) == 0)
                    random.NextBytes(number);
                else
                    number.Fill((byte)(random.Next(2) * 0xff));
            }
            try
            {
                LibstdcxxMarker.MakeOptional(damaged);
            }
            catch (InvalidDataException)
            {
                // The tests above say when it has to come.
            }
        }
    }

    [TestMethod]
    public void InTorchSharpsLibraryOneByteDiffers()
    {
        byte[] original = File.ReadAllBytes(TorchSharpsLibrary), adapted = [.. original];
        CollectionAssert.AreEqual(new[] { MarkersVersion }, LibstdcxxMarker.MakeOptional(adapted));
        var (before, after) = original.Zip(adapted).Single(pair => pair.First != pair.Second);
        Assert.AreEqual(((byte)0, (byte)2), (before, after));
    }

    private static string TorchSharpsLibrary => Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
}
