using Microsoft.ML;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Compat.Tests.Transforms;

/// <summary>Keys as vectors.</summary>
[TestClass]
public sealed class EncodingTests
{
    private sealed class Row
    {
        [KeyType(3)] public uint Key;
    }

    private readonly MLContext _ml = new(seed: 1);

    // Fields count keys from 0, so 3 is outside the range: the missing key.
    private IDataView Data() => _ml.Data.LoadFromEnumerable(new uint[] { 0, 2, 3 }.Select(k => new Row { Key = k }));

    private (int[] Indices, float[] Values)[] Vectors(IEstimator<ITransformer> estimator, out DataViewSchema.Column column)
    {
        IDataView output = estimator.Fit(Data()).Transform(Data());
        column = output.Schema["Out"];
        return SampleData.Vectors(output, "Out");
    }

    [TestMethod]
    public void IndicatorOfAScalar()
    {
        (int[] Indices, float[] Values)[] rows = Vectors(_ml.Transforms.Conversion.MapKeyToVector("Out", "Key"), out DataViewSchema.Column column);

        Assert.AreEqual("Vector<Single, 3>", column.Type.ToString());
        Assert.IsTrue(column.IsNormalized());
        // Keys without values give slots without names.
        Assert.IsFalse(column.HasSlotNames());
        CollectionAssert.AreEqual(new[] { 2 }, rows[1].Indices);
        CollectionAssert.AreEqual(new[] { 1f, 0, 0, 0, 0, 1, 0, 0, 0 }, rows.SelectMany(r => r.Values).ToArray());
    }

    [TestMethod]
    public void CountsDoNotDependOnTheSlot()
    {
        (int[] Indices, float[] Values)[] rows = Vectors(_ml.Transforms.Conversion.MapKeyToVector("Out", "Key", outputCountVector: true), out DataViewSchema.Column column);
        Assert.AreEqual("Vector<Single, 3>", column.Type.ToString());
        CollectionAssert.AreEqual(new[] { 1f, 0, 0, 0, 0, 1, 0, 0, 0 }, rows.SelectMany(r => r.Values).ToArray());
    }

    [TestMethod]
    public void BitsOfAScalar()
    {
        (int[] Indices, float[] Values)[] rows = Vectors(_ml.Transforms.Conversion.MapKeyToBinaryVector("Out", "Key"), out DataViewSchema.Column column);
        Assert.AreEqual("Vector<Single, 3>", column.Type.ToString());
        CollectionAssert.AreEqual(new[] { 0f, 0, 0, 0, 1, 0, 1, 1, 1 }, rows.SelectMany(r => r.Values).ToArray());
    }

    [TestMethod]
    public void TextIsEncodedByItsKeys()
    {
        IDataView data = SampleData.View(_ml);
        IDataView output = _ml.Transforms.Categorical.OneHotEncoding([new InputOutputColumnPair("X", "Colour"), new InputOutputColumnPair("Y", "Words")]).Fit(data).Transform(data);

        VBuffer<ReadOnlyMemory<char>> names = default;
        output.Schema["X"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(new[] { "colour 0", "colour 1", "colour 2", "colour 3" }, names.DenseValues().Select(n => n.ToString()).ToArray());
        Assert.AreEqual("Vector<Single, 2, 5>", output.Schema["Y"].Type.ToString());
        Assert.IsTrue(output.GetColumn<float[]>("Y").All(r => r.Sum() == 2));
    }
}
