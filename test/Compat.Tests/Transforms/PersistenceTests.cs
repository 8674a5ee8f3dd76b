using Microsoft.ML;

namespace ProtoAnomaly.Compat.Tests.Transforms;

/// <summary>A transformer that comes back from a file does what it did before.</summary>
[TestClass]
public sealed class PersistenceTests
{
    private static IEnumerable<string> Names => AllTransforms.Names;

    [TestMethod, DynamicData(nameof(Names))]
    public void LoadedGivesTheSame(string name)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = SampleData.View(ml);
        ITransformer model = AllTransforms.Get(ml, name).Estimator.Fit(data);
        using var stream = new MemoryStream();
        ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;

        ITransformer loaded = new MLContext().Model.Load(stream, out DataViewSchema schema);

        Assert.AreEqual(data.Schema.Count, schema.Count);
        string[] expected = SampleData.Describe(model.Transform(data)), actual = SampleData.Describe(loaded.Transform(data));
        CollectionAssert.AreEqual(expected, actual);
    }

    [TestMethod]
    public void CustomMappingWithoutContractCannotBeSaved()
    {
        var ml = new MLContext();
        IDataView data = SampleData.View(ml);
        ITransformer model = ml.Transforms.CustomMapping(new DoublingFactory().GetMapping(), contractName: null).Fit(data);

        var e = Assert.ThrowsExactly<InvalidOperationException>(() => ml.Model.Save(model, data.Schema, new MemoryStream()));

        Assert.AreEqual("Empty contract name for a transform: the transform cannot be saved", e.Message);
    }
}
