using System.IO.Compression;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class IdxFileTests
{
    // Two images of 2x3.
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 250, 251, 252, 253, 254, 255];

    [TestMethod]
    public void Images_AreRead_PackedOrNot()
    {
        foreach (byte[] file in new[] { Images, Packed(Images) })
        {
            IdxArray images = IdxFile.Read(new MemoryStream(file));
            CollectionAssert.AreEqual(new[] { 2, 2, 3 }, images.Dimensions.ToArray());
            Assert.AreEqual(2, images.Count);
            CollectionAssert.AreEqual(new float[] { 250, 251, 252, 253, 254, 255 }, images.Vector(1));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => images.Vector(2));
        }
    }

    [TestMethod]
    public void Labels_AreRead()
    {
        IdxArray labels = IdxFile.Read(new MemoryStream([0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 9]));
        CollectionAssert.AreEqual(new byte[] { 7, 0, 9 }, labels.Values.ToArray());
        CollectionAssert.AreEqual(new float[] { 9 }, labels.Vector(2));
    }

    [TestMethod]
    public void DamagedFiles_SayWhatIsWrong()
    {
        Refused([], "not an IDX file");
        Refused("PNG.."u8.ToArray(), "not an IDX file");
        Refused([0, 0, 13, 1, 0, 0, 0, 0], "0x0d");
        Refused([0, 0, 8, 0], "0 dimensions");
        Refused(Images[..10], "ends within its header");
        Refused([0, 0, 8, 1, 255, 255, 255, 255], "impossible");
        Refused([0, 0, 8, 2, 127, 0, 0, 0, 127, 0, 0, 0, 1], "impossible");
        Refused(Images[..^1], "should hold 12 values, but holds 11");
        Refused([.. Images, 1], "should hold 12 values, but holds 13");
        byte[] packed = Packed(Images);
        packed[^5] ^= 1;
        Refused(packed, "damaged");

        static void Refused(byte[] file, string message) =>
            StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => IdxFile.Read(new MemoryStream(file))).Message, message);
    }

    private static byte[] Packed(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(content);
        return packed.ToArray();
    }
}
