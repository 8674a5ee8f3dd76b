using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Compat.Tests.Foundation;

[TestClass]
public sealed class ModelFileTests
{
    private readonly MLContext _ml = new(seed: 1);

    private static DataViewSchema Schema()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", NumberDataViewType.Single);
        return builder.ToSchema();
    }

    private byte[] EmptyChain() => ModelFile.Save(_ml, new TransformerChain<ITransformer>(), Schema());

    [TestMethod]
    public void EntriesOfAModelFile()
    {
        Dictionary<string, byte[]> entries = ModelFile.Entries(EmptyChain());
        CollectionAssert.AreEqual(new[] { "TrainingInfo/Version.txt", ModelFile.Chain, "Schema" }, entries.Keys.ToArray());
        StringAssert.StartsWith(Encoding.UTF8.GetString(entries["TrainingInfo/Version.txt"]), "5.0.0");
    }

    [TestMethod]
    public void WithoutASchemaThereIsNoEntryForIt()
    {
        byte[] file = ModelFile.Save(_ml, new TransformerChain<ITransformer>(), null);
        Assert.IsFalse(ModelFile.Entries(file).ContainsKey("Schema"));
        ITransformer loaded = _ml.Model.Load(new MemoryStream(file), out DataViewSchema schema);
        Assert.IsNull(schema);
        Assert.AreEqual(0, ((TransformerChain<ITransformer>)loaded).Count());
    }

    [TestMethod]
    public void LayoutOfAModelStream()
    {
        var key = new ModelKey(ModelFile.Entries(EmptyChain())[ModelFile.Chain]);
        Assert.AreEqual("ML\0MODEL", key.Signature);
        Assert.AreEqual(0x00010002u, key.VersionWritten);
        Assert.AreEqual(0x00010002u, key.VersionReadable);
        CollectionAssert.AreEqual(new byte[4], key.Model, "the number of transformers");
        Assert.IsEmpty(key.Strings);
        Assert.AreEqual("XF\0CHAIN", key.ModelSignature);
        Assert.AreEqual(0x00010001u, key.ModelVersionWritten);
        Assert.AreEqual(0x00010001u, key.ModelVersionReadable);
        Assert.AreEqual("TransformerChain", key.LoaderSignature);
        Assert.AreEqual("", key.AlternativeLoaderSignature);
        Assert.AreEqual("Microsoft.ML.Data, Version=1.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51", key.AssemblyName);
        Assert.AreEqual("LEDOM\0LM", key.Tail);
        Assert.IsTrue(key.IsRestZero);
    }

    [TestMethod]
    public void EveryTruncationOfAModelStreamIsAFormatException()
    {
        Dictionary<string, byte[]> entries = ModelFile.Entries(EmptyChain());
        byte[] whole = entries[ModelFile.Chain];
        foreach (int length in Enumerable.Range(0, whole.Length).Where(n => n % 7 == 0 || n > whole.Length - 10))
        {
            entries[ModelFile.Chain] = whole[..length];
            Assert.ThrowsExactly<FormatException>(() => Load(entries), $"{length} bytes");
        }
    }

    [TestMethod]
    public void AForeignSignatureIsAFormatException()
    {
        Dictionary<string, byte[]> entries = ModelFile.Entries(EmptyChain());
        entries[ModelFile.Chain][0] ^= 1;
        var error = Assert.ThrowsExactly<FormatException>(() => Load(entries));
        Assert.AreEqual("Wrong file type", error.Message);
    }

    [TestMethod]
    public void AMissingModelIsAFormatException()
    {
        Dictionary<string, byte[]> entries = ModelFile.Entries(EmptyChain());
        entries.Remove(ModelFile.Chain);
        var error = Assert.ThrowsExactly<FormatException>(() => Load(entries));
        Assert.AreEqual("Corrupt model file", error.Message);
    }

    [TestMethod]
    public void FilesWithBackslashesLoad()
    {
        IEnumerable<KeyValuePair<string, byte[]>> entries = ModelFile.Entries(EmptyChain())
            .Select(e => KeyValuePair.Create(e.Key.Replace('/', '\\'), e.Value));
        Assert.IsInstanceOfType<TransformerChain<ITransformer>>(Load(entries));
    }

    [TestMethod]
    public void SavingAndLoadingByPath()
    {
        string path = Path.GetTempFileName();
        try
        {
            _ml.Model.Save(new TransformerChain<ITransformer>(), Schema(), path);
            _ml.Model.Load(path, out DataViewSchema schema);
            Assert.AreEqual("A: Single", schema.Single().ToString());
        }
        finally
        {
            File.Delete(path);
        }
    }

    private ITransformer Load(IEnumerable<KeyValuePair<string, byte[]>> entries) =>
        _ml.Model.Load(new MemoryStream(ModelFile.Archive(entries)), out _);
}
