using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace ProtoAnomaly.Compat.Tests.Transforms;

[TestClass]
public sealed class NormalizerTests
{
    private sealed class Row
    {
        public float Number;
        public double Wide;
        [VectorType(2)] public double[] Pair = [];
        [VectorType(4)] public VBuffer<float> Sparse;
    }

    private readonly MLContext _ml = new(seed: 1);

    private IDataView Numbers(params float[] numbers) => _ml.Data.LoadFromEnumerable(numbers.Select(n => new Row { Number = n, Wide = n, Pair = [n, 2 * n + 1] }));

    private static float[] Column(IDataView view, string name = "Out") => view.GetColumn<float>(name).ToArray();

    [TestMethod]
    public void ScalarsScaleToTheLargestMagnitude()
    {
        IDataView data = Numbers(-2, 0, 4, float.NaN);
        NormalizingTransformer model = _ml.Transforms.NormalizeMinMax("Out", "Number").Fit(data);

        CollectionAssert.AreEqual(new[] { -0.5f, 0, 1, float.NaN }, Column(model.Transform(data)));
        var parameters = (NormalizingTransformer.AffineNormalizerModelParameters<float>)model.GetNormalizerModelParameters(0);
        Assert.AreEqual(0.25f, parameters.Scale);
        Assert.AreEqual(0f, parameters.Offset);
    }

    [TestMethod]
    public void DoubleVectorsScaleToTheirRange()
    {
        IDataView data = Numbers(-2, 0, 4);
        NormalizingTransformer model = _ml.Transforms.NormalizeMinMax("Out", "Pair", fixZero: false).Fit(data);

        double[][] rows = model.Transform(data).GetColumn<double[]>("Out").ToArray();
        CollectionAssert.AreEqual(new[] { 0.0, 0 }, rows[0]);
        Assert.AreEqual(1 / 3.0, rows[1][1], 1e-15);
        CollectionAssert.AreEqual(new[] { 1.0, 1 }, rows[2]);
        var parameters = (NormalizingTransformer.AffineNormalizerModelParameters<ImmutableArray<double>>)model.GetNormalizerModelParameters(0);
        CollectionAssert.AreEqual(new[] { 1 / 6.0, 1 / 12.0 }, parameters.Scale.ToArray());
        CollectionAssert.AreEqual(new[] { -2.0, -3 }, parameters.Offset.ToArray());
    }

    [TestMethod]
    public void MeanVarianceUsesPopulationMoments()
    {
        // Mean 3, variance (4 + 0 + 0 + 4) / 4 = 2, root mean square sqrt(9 + 2).
        IDataView data = Numbers(1, 3, 3, 5);
        float[] centred = Column(_ml.Transforms.NormalizeMeanVariance("Out", "Number", fixZero: false).Fit(data).Transform(data));
        float[] scaled = Column(_ml.Transforms.NormalizeMeanVariance("Out", "Number").Fit(data).Transform(data));

        Assert.AreEqual(-Math.Sqrt(2), centred[0], 1e-6);
        Assert.AreEqual(0, centred[1], 1e-6);
        Assert.AreEqual(5 / Math.Sqrt(11), scaled[3], 1e-6);
    }

    [TestMethod]
    public void CumulativeNormalIsSymmetric()
    {
        IDataView data = Numbers(1, 3, 3, 5);
        NormalizingTransformer model = _ml.Transforms.NormalizeMeanVariance("Out", "Number", useCdf: true).Fit(data);
        float[] values = Column(model.Transform(data));

        Assert.AreEqual(0.5f, values[1], 1e-6f);
        // The distribution function of the normal distribution at -sqrt 2.
        Assert.AreEqual(0.0786496, values[0], 1e-4);
        Assert.AreEqual(1, values[0] + values[3], 1e-6);
        var parameters = (NormalizingTransformer.CdfNormalizerModelParameters<float>)model.GetNormalizerModelParameters(0);
        Assert.AreEqual(3f, parameters.Mean);
        Assert.AreEqual(Math.Sqrt(2), parameters.StandardDeviation, 1e-6);
        Assert.IsFalse(parameters.UseLog);
    }

    [TestMethod]
    public void OnlyTheFirstRowsAreLearntFrom()
    {
        IDataView data = Numbers(1, 2, 100);
        CollectionAssert.AreEqual(new[] { 0.5f, 1, 50 }, Column(_ml.Transforms.NormalizeMinMax("Out", "Number", maximumExampleCount: 2).Fit(data).Transform(data)));
    }

    [TestMethod]
    public void OneRowIsTooFewToLearnFrom()
    {
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.NormalizeMinMax("Out", "Number", maximumExampleCount: 1).Fit(Numbers(1)));
        StringAssert.Contains(e.Message, "Must be greater than 1");
    }

    [TestMethod]
    public void SparseVectorsStaySparseWhereZeroIsKept()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[]
        {
            new Row { Pair = [0, 0], Sparse = new VBuffer<float>(4, 1, [4f], [2]) },
            new Row { Pair = [0, 0], Sparse = new VBuffer<float>(4, 1, [-8f], [1]) },
        });
        var fixedZero = SampleData.Vectors(_ml.Transforms.NormalizeMinMax("Out", "Sparse").Fit(data).Transform(data), "Out");
        var range = SampleData.Vectors(_ml.Transforms.NormalizeMinMax("Out", "Sparse", fixZero: false).Fit(data).Transform(data), "Out");

        CollectionAssert.AreEqual(new[] { 2 }, fixedZero[0].Indices);
        CollectionAssert.AreEqual(new[] { 0f, 0, 1, 0 }, fixedZero[0].Values);
        CollectionAssert.AreEqual(new[] { 0f, -1, 0, 0 }, fixedZero[1].Values);
        // The zeros that the vectors do not hold belong to the range.
        CollectionAssert.AreEqual(new[] { 0f, 1, 1, 0 }, range[0].Values);
        CollectionAssert.AreEqual(new[] { 0f, 0, 0, 0 }, range[1].Values);
    }

    [TestMethod]
    public void SeveralColumnsInOnePass()
    {
        IDataView data = Numbers(-2, 4);
        var model = _ml.Transforms.NormalizeMinMax([new InputOutputColumnPair("X", "Number"), new InputOutputColumnPair("Wide")]).Fit(data);
        IDataView output = model.Transform(data);

        CollectionAssert.AreEqual(new[] { -0.5f, 1 }, Column(output, "X"));
        CollectionAssert.AreEqual(new[] { -0.5, 1 }, output.GetColumn<double>("Wide").ToArray());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.GetNormalizerModelParameters(2));
    }
}
