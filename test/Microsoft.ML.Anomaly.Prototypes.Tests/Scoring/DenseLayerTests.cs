using System.Numerics;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class DenseLayerTests
{
    private const float Slope = 0.01f;

    // Widths below, at and above those of registers, and of what is computed at once.
    public static IEnumerable<object[]> Shapes =>
        from inputs in new[] { 1, 3, 8, 36 }
        from outputs in new[] { 1, 7, 8, 9, 22, 31, 32, 33, 70 }
        select new object[] { inputs, outputs };

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Row_AgreesWithTorch(int inputs, int outputs)
    {
        using var scope = NewDisposeScope();
        var random = new Random((inputs * 100) + outputs);
        float[] weight = Uniform(inputs * outputs, random), bias = Uniform(outputs, random), x = Uniform(inputs, random);
        var layer = new DenseLayer(weight, bias);
        Assert.AreEqual(inputs, layer.Inputs);
        Assert.AreEqual(outputs, layer.Outputs);
        Tensor y = F.linear(tensor(x, [1, inputs]), tensor(weight, [outputs, inputs]), tensor(bias));
        float[] output = new float[outputs];
        layer.Forward(x, output);
        AssertClose(y, output);
        layer.ForwardRelu(x, output);
        AssertClose(F.relu(y), output);
        layer.ForwardLeakyRelu(x, output, Slope);
        AssertClose(F.leaky_relu(y, Slope), output);
    }

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Block_GivesTheBitsOfTheRow(int inputs, int outputs)
    {
        var random = new Random((inputs * 100) + outputs);
        var layer = new DenseLayer(Uniform(inputs * outputs, random), Uniform(outputs, random));
        RowBlock input = new(inputs), output = new(outputs);
        Uniform(inputs * RowBlock.Rows, random).CopyTo(input.Values);
        float[] x = new float[inputs], expected = new float[outputs], actual = new float[outputs];
        foreach (int rows in new[] { 1, 17, RowBlock.Rows })
        {
            foreach ((Action block, Action row) in new (Action, Action)[]
            {
                (() => layer.Forward(input, output, rows), () => layer.Forward(x, expected)),
                (() => layer.ForwardRelu(input, output, rows), () => layer.ForwardRelu(x, expected)),
                (() => layer.ForwardLeakyRelu(input, output, rows, Slope), () => layer.ForwardLeakyRelu(x, expected, Slope)),
            })
            {
                block();
                for (int r = 0; r < rows; r++)
                {
                    input.CopyRow(r, x);
                    row();
                    output.CopyRow(r, actual);
                    CollectionAssert.AreEqual(expected, actual);
                }
            }
        }
    }

    // Each output starts from its bias and adds its inputs in their order, rounding once each time: no vector width can show.
    [TestMethod]
    public void Row_GivesTheBitsOfScalarArithmetic()
    {
        const int inputs = 37, outputs = 21;
        var random = new Random(4);
        float[] weight = Uniform(inputs * outputs, random), bias = Uniform(outputs, random), x = Uniform(inputs, random);
        var output = new float[outputs];
        new DenseLayer(weight, bias).Forward(x, output);
        for (int o = 0; o < outputs; o++)
        {
            float sum = bias[o];
            for (int i = 0; i < inputs; i++)
                sum = MathF.FusedMultiplyAdd(weight[(o * inputs) + i], x[i], sum);
            Assert.AreEqual(sum, output[o]);
        }
    }

    [TestMethod]
    public void Activations_KeepWhatIsNotANumber()
    {
        float[] values = [float.NaN, -2, 0, 3, float.PositiveInfinity, float.NegativeInfinity];
        var layer = new DenseLayer([1], [0]);
        float[] relu = [float.NaN, 0, 0, 3, float.PositiveInfinity, 0];
        float[] leaky = [float.NaN, -2 * Slope, 0, 3, float.PositiveInfinity, float.NegativeInfinity];
        var output = new float[1];
        for (int i = 0; i < values.Length; i++)
        {
            layer.ForwardRelu([values[i]], output);
            Assert.AreEqual(relu[i], output[0]);
            layer.ForwardLeakyRelu([values[i]], output, Slope);
            Assert.AreEqual(leaky[i], output[0]);
        }
    }

    [TestMethod]
    public void BuffersThatAreTooShort_AreRefused()
    {
        var layer = new DenseLayer(new float[6], new float[2]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => layer.Forward(new float[2], new float[2]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => layer.Forward(new float[3], new float[1]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => layer.Forward(new RowBlock(2), new RowBlock(2), 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => layer.Forward(new RowBlock(3), new RowBlock(1), 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => layer.Forward(new RowBlock(3), new RowBlock(2), RowBlock.Rows + 1));
    }

    // On the path of machines without vectors of their own, the software's arithmetic has the same bits as the instruction.
    [TestMethod]
    public void FusedMultiplyAdd_RoundsOnce()
    {
        var random = new Random(1);
        float[] a = Uniform(Vector<float>.Count, random), b = Uniform(a.Length, random), c = Uniform(a.Length, random);
        Vector<float> sum = FusedMultiplyAdd.Of(new(a), new(b), new(c));
        for (int i = 0; i < a.Length; i++)
            Assert.AreEqual(MathF.FusedMultiplyAdd(a[i], b[i], c[i]), sum[i]);
    }

    private static void AssertClose(Tensor expected, float[] actual)
    {
        float[] values = expected.contiguous().data<float>().ToArray();
        for (int i = 0; i < values.Length; i++)
            Assert.AreEqual(values[i], actual[i], 1e-5 * Math.Max(1, Math.Abs(values[i])), $"output {i}");
    }

    private static float[] Uniform(int length, Random random) => [.. Enumerable.Range(0, length).Select(_ => (2 * random.NextSingle()) - 1)];
}
