using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Compat.Tests.Foundation;

/// <summary>A model that the genuine library wrote (a chain of Concatenate and NormalizeMinMax), loaded and saved again.</summary>
[TestClass]
public sealed class ResavedModelTests
{
    private static readonly byte[] s_original = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "files", "errors", "model.zip"));

    [TestMethod]
    public void EveryEntryIsTheSame()
    {
        var ml = new MLContext(seed: 1);
        ITransformer model = ml.Model.Load(new MemoryStream(s_original), out DataViewSchema schema);
        Dictionary<string, byte[]> expected = ModelFile.Entries(s_original), actual = ModelFile.Entries(ModelFile.Save(ml, model, schema));

        CollectionAssert.AreEquivalent(expected.Keys, actual.Keys);
        foreach (string name in expected.Keys.Where(n => n != "TrainingInfo/Version.txt"))
            CollectionAssert.AreEqual(expected[name], actual[name], name);
    }

    [TestMethod]
    public void HeaderOfATransformerWithStrings()
    {
        var key = new ModelKey(ModelFile.Entries(s_original)["TransformerChain/Transform_000/Model.key"]);
        Assert.AreEqual("CONCAT\0F", key.ModelSignature);
        Assert.AreEqual("ConcatTransform", key.LoaderSignature);
        Assert.AreEqual("ConcatFunction", key.AlternativeLoaderSignature);
        CollectionAssert.AreEqual(new[] { "Features", "A", "Pair" }, key.Strings);
        Assert.AreEqual("LEDOM\0LM", key.Tail);
    }

    [TestMethod]
    public void AModelWithoutItsTransformersIsCorrupt()
    {
        Dictionary<string, byte[]> entries = ModelFile.Entries(s_original);
        entries.Remove("TransformerChain/Transform_000/Model.key");
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => new MLContext().Model.Load(new MemoryStream(ModelFile.Archive(entries)), out _));
        Assert.AreEqual("Error during class instantiation", error.Message);
        Assert.AreEqual("Corrupt model file", error.InnerException!.InnerException!.Message);
    }
}
