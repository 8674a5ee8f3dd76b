using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class WideLayerTests
{
    // One group of outputs, an odd number, an even one, more than one pass of four; fewer rows than go at once, and more.
    [TestMethod]
    [DataRow(5, 1)]
    [DataRow(48, 3)]
    [DataRow(33, 42)]
    [DataRow(64, 17)]
    [DataRow(90, 8)]
    public void Outputs_AreThoseOfTheLayer_ForOneRowAndForMany(int outputs, int inputs)
    {
        const int rows = 21;
        const float slope = 0.1f;
        var random = new Random(outputs);
        float[] weight = EnsembleData.GaussianVector(outputs * inputs, random), bias = EnsembleData.GaussianVector(outputs, random);
        var layer = new WideLayer(weight, bias);
        int stride = inputs + 2;
        float[] x = EnsembleData.GaussianVector(rows * stride, random);
        float[] together = new float[rows * layer.PaddedOutputs], alone = new float[layer.PaddedOutputs];
        layer.Forward(x, stride, together, layer.PaddedOutputs, rows, slope);
        for (int row = 0; row < rows; row++)
        {
            layer.Forward(x.AsSpan(row * stride), stride, alone, layer.PaddedOutputs, 1, slope);
            CollectionAssert.AreEqual(alone, together[(row * layer.PaddedOutputs)..((row + 1) * layer.PaddedOutputs)]);
            for (int o = 0; o < outputs; o++)
            {
                double y = bias[o];
                for (int i = 0; i < inputs; i++)
                    y += (double)weight[(o * inputs) + i] * x[(row * stride) + i];
                Assert.AreEqual(y > 0 ? y : slope * y, alone[o], 1e-5 * Math.Max(1, Math.Abs(y)));
            }
        }
    }
}
