using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.ML.Anomaly.Prototypes.Model;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class PayloadTests
{
    private static ModelPayload Example => new(
        "Kind", new JsonObject { ["size"] = 3, ["degree"] = 0.5f },
        [new PayloadTensor("a", [2, 3], [1, 2, 3, 4, 5, float.NaN]), new PayloadTensor("empty", [0], []), new PayloadTensor("scalar", [], [7])]);

    [TestMethod]
    public void RoundTrip_KeepsEverything_AndWritingAgainGivesTheSameBytes()
    {
        byte[] bytes = PayloadWriter.ToBytes(Example);
        ModelPayload read = PayloadReader.Read(new MemoryStream(bytes));
        Assert.AreEqual("Kind", read.Kind);
        Assert.AreEqual("""{"size":3,"degree":0.5}""", read.Settings.ToJsonString());
        CollectionAssert.AreEqual(new[] { "a", "empty", "scalar" }, read.Tensors.Select(t => t.Name).ToArray());
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4, 5, float.NaN }, read.Tensor("a", 2, 3));
        CollectionAssert.AreEqual(bytes, PayloadWriter.ToBytes(read));
    }

    // The layout by hand for the smallest payload.
    [TestMethod]
    public void Layout_IsTheDocumentedOne()
    {
        byte[] bytes = PayloadWriter.ToBytes(new ModelPayload("K", [], [new PayloadTensor("t", [1], [1])]));
        byte[] body =
        [
            1, 0, 0, 0, (byte)'K', 2, 0, 0, 0, (byte)'{', (byte)'}', 1, 0, 0, 0,
            1, 0, 0, 0, (byte)'t', 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0x80, 0x3F,
        ];
        byte[] content = [.. "PROTOANM"u8, 1, 0, 0, 0, (byte)body.Length, 0, 0, 0, 0, 0, 0, 0, .. body];
        CollectionAssert.AreEqual(content.Concat(System.Security.Cryptography.SHA256.HashData(content)).ToArray(), bytes);
    }

    [TestMethod]
    public void EveryFlippedBit_IsNoticed()
    {
        byte[] bytes = PayloadWriter.ToBytes(Example);
        for (int i = 0; i < bytes.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] damaged = [.. bytes];
                damaged[i] ^= (byte)(1 << bit);
                Assert.ThrowsExactly<FormatException>(() => PayloadReader.Read(new MemoryStream(damaged)), $"byte {i}, bit {bit}");
            }
        }
    }

    [TestMethod]
    public void EveryTruncation_IsNoticed()
    {
        byte[] bytes = PayloadWriter.ToBytes(Example);
        for (int length = 0; length < bytes.Length; length++)
            Assert.ThrowsExactly<FormatException>(() => PayloadReader.Read(new MemoryStream(bytes, 0, length)), $"{length} bytes");
    }

    [TestMethod]
    public void NewerVersion_SaysToUpdate()
    {
        byte[] bytes = PayloadWriter.ToBytes(Example);
        bytes[8] = 2;
        FormatException e = Assert.ThrowsExactly<FormatException>(() => PayloadReader.Read(new MemoryStream(bytes)));
        StringAssert.Contains(e.Message, "newer version");
        StringAssert.Contains(e.Message, "Update the package");
    }

    [TestMethod]
    public void HugeClaimedLength_AllocatesNothingOfThatSize()
    {
        byte[] bytes = [.. "PROTOANM"u8, 1, 0, 0, 0, 0, 0, 0, 0x70, 0, 0, 0, 0, 1, 2, 3];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.ThrowsExactly<FormatException>(() => PayloadReader.Read(new MemoryStream(bytes)));
        Assert.IsLessThan(16L << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // A checksum proves nothing about who wrote the file: what is inside has to be checked as well.
    [TestMethod]
    public void ValidChecksumOverNonsense_IsAFormatException() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll<byte[]>(body =>
        {
            byte[] content = [.. "PROTOANM"u8, 1, 0, 0, 0, .. BitConverter.GetBytes((long)body.Length), .. body];
            byte[] bytes = [.. content, .. System.Security.Cryptography.SHA256.HashData(content)];
            try
            {
                PayloadReader.Read(new MemoryStream(bytes));
                return false;
            }
            catch (FormatException)
            {
                return true;
            }
        }));

    [TestMethod]
    [DataRow("lengths beyond the end", new byte[] { 0xFF, 0xFF, 0xFF, 0x7F })]
    [DataRow("negative length", new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    [DataRow("no JSON", new byte[] { 0, 0, 0, 0, 1, 0, 0, 0, (byte)'x', 0, 0, 0, 0 })]
    [DataRow("JSON that is no object", new byte[] { 0, 0, 0, 0, 1, 0, 0, 0, (byte)'1', 0, 0, 0, 0 })]
    [DataRow("text that is not UTF-8", new byte[] { 1, 0, 0, 0, 0xFF, 2, 0, 0, 0, (byte)'{', (byte)'}', 0, 0, 0, 0 })]
    [DataRow("too many tensors", new byte[] { 0, 0, 0, 0, 2, 0, 0, 0, (byte)'{', (byte)'}', 0, 0, 0, 1 })]
    [DataRow("tensor of impossible shape", new byte[] { 0, 0, 0, 0, 2, 0, 0, 0, (byte)'{', (byte)'}', 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F })]
    [DataRow("bytes left over", new byte[] { 0, 0, 0, 0, 2, 0, 0, 0, (byte)'{', (byte)'}', 0, 0, 0, 0, 9 })]
    public void HostileBody_IsAFormatException(string what, byte[] body)
    {
        byte[] content = [.. "PROTOANM"u8, 1, 0, 0, 0, .. BitConverter.GetBytes((long)body.Length), .. body];
        byte[] bytes = [.. content, .. System.Security.Cryptography.SHA256.HashData(content)];
        Assert.ThrowsExactly<FormatException>(() => PayloadReader.Read(new MemoryStream(bytes)), what);
    }

    [TestMethod]
    public void Tensor_ThatIsMissingOrOfAnotherShape_IsAFormatException()
    {
        Assert.ThrowsExactly<FormatException>(() => Example.Tensor("b", 1));
        Assert.ThrowsExactly<FormatException>(() => Example.Tensor("a", 3, 2));
        Assert.ThrowsExactly<FormatException>(() => Example.Tensor("a", 6));
    }

    [TestMethod]
    public void Settings_ThatAreMissingOrOutOfRange_AreFormatExceptions()
    {
        var settings = new PayloadSettings(new JsonObject { ["zero"] = 0, ["text"] = "x", ["negative"] = -1f });
        Assert.ThrowsExactly<FormatException>(() => settings.Size("missing"));
        Assert.ThrowsExactly<FormatException>(() => settings.Size("zero"));
        Assert.ThrowsExactly<FormatException>(() => settings.Size("text"));
        Assert.ThrowsExactly<FormatException>(() => settings.PositiveNumber("negative"));
    }
}
