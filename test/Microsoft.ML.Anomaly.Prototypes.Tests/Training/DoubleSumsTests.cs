using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class DoubleSumsTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(8)]
    [DataRow(21)]
    public void Sums_AreThoseOfEachAlone_BitForBit(int length)
    {
        var random = new Random(length);
        float[] values = EnsembleData.GaussianVector(length, random);
        double[] factors = [.. values.Select(value => value * 1.1)], start = [.. values.Select(_ => random.NextDouble())];
        double[] sums = [.. start], products = [.. start];
        DoubleSums.Add(sums, values);
        DoubleSums.AddProducts(products, 0.3, factors);
        for (int i = 0; i < length; i++)
        {
            Assert.AreEqual(start[i] + values[i], sums[i]);
            double product = 0.3 * factors[i];
            Assert.AreEqual(start[i] + product, products[i]);
        }
    }

    [TestMethod]
    public void MoreValuesThanSums_AreLeftOut()
    {
        double[] sums = [1, 2];
        DoubleSums.AddProducts(sums, 2, [10, 20, 30]);
        CollectionAssert.AreEqual(new double[] { 21, 42 }, sums);
    }
}
