using Microsoft.ML;
using Microsoft.ML.Data;
using Mode = Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode;

namespace ProtoAnomaly.Compat.Tests.Transforms;

[TestClass]
public sealed class MissingValueTests
{
    private const float N = float.NaN;

    private sealed class Row
    {
        [VectorType(3)] public VBuffer<float> Values;
        public float[] Ragged = [];
        public double Wide;
    }

    private readonly MLContext _ml = new(seed: 1);

    private IDataView Data() => _ml.Data.LoadFromEnumerable(new[]
    {
        new Row { Values = new VBuffer<float>(3, [2f, N, 5]), Ragged = [N, 1], Wide = double.NaN },
        new Row { Values = new VBuffer<float>(3, [2f, -4, N]), Ragged = [], Wide = 6 },
        new Row { Values = new VBuffer<float>(3, 1, [N], [0]), Ragged = [5], Wide = -2 },
        new Row { Values = new VBuffer<float>(3, [N, -6f, 8]), Ragged = [0, 0], Wide = 2 },
    });

    // What the NaN of each slot becomes: rows 2 (slot 0), 0 (slot 1) and 1 (slot 2).
    private float[] Replacements(Mode mode, bool bySlot = true)
    {
        IDataView data = Data();
        float[][] rows = _ml.Transforms.ReplaceMissingValues("Out", "Values", mode, bySlot).Fit(data).Transform(data).GetColumn<float[]>("Out").ToArray();
        return [rows[2][0], rows[0][1], rows[1][2]];
    }

    // The sparse row has zeros in the slots 1 and 2.
    [TestMethod]
    public void Mean() => CollectionAssert.AreEqual(new[] { 2, -10 / 3f, 13 / 3f }, Replacements(Mode.Mean));

    [TestMethod]
    public void Minimum() => CollectionAssert.AreEqual(new[] { 2f, -6, 0 }, Replacements(Mode.Minimum));

    [TestMethod]
    public void Maximum() => CollectionAssert.AreEqual(new[] { 2f, 0, 8 }, Replacements(Mode.Maximum));

    [TestMethod]
    public void MostFrequent() => CollectionAssert.AreEqual(new[] { 2f, -4, 5 }, Replacements(Mode.Mode));

    [TestMethod]
    public void OneMeanForAllSlots() => CollectionAssert.AreEqual(new[] { 7 / 8f, 7 / 8f, 7 / 8f }, Replacements(Mode.Mean, bySlot: false));

    [TestMethod]
    public void VectorsOfUnknownSizeHaveOneReplacement()
    {
        IDataView data = Data();
        float[][] rows = _ml.Transforms.ReplaceMissingValues("Out", "Ragged", Mode.Mean).Fit(data).Transform(data).GetColumn<float[]>("Out").ToArray();
        Assert.AreEqual(1.5f, rows[0][0]);
    }

    [TestMethod]
    public void DoublePrecision()
    {
        IDataView data = Data();
        Assert.AreEqual(2.0, _ml.Transforms.ReplaceMissingValues("Wide", replacementMode: Mode.Mean).Fit(data).Transform(data).GetColumn<double>("Wide").First());
    }
}
