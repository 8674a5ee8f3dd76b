using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace ProtoAnomaly.Compat.Tests.TorchNN;

[TestClass]
public class SaveLoadTests
{
    private static byte[] Save(nn.Module module)
    {
        var stream = new MemoryStream();
        module.save(stream);
        return stream.ToArray();
    }

    [TestMethod]
    public void BytesOfATinyModule()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(2, 1);
        layer.weight = nn.Parameter(tensor(new[] { 1f, -2f }, 1, 2));
        layer.bias = nn.Parameter(tensor(new[] { 0.5f }));

        var expected = new List<byte> { 2 };
        void Entry(string key, byte[] shape, params float[] values)
        {
            expected.Add((byte)key.Length);
            expected.AddRange(Encoding.UTF8.GetBytes(key));
            expected.Add((byte)ScalarType.Float32);
            expected.Add((byte)shape.Length);
            expected.AddRange(shape);
            foreach (float value in values)
                expected.AddRange(BitConverter.GetBytes(value));
        }
        Entry("weight", [1, 2], 1, -2);
        Entry("bias", [1], 0.5f);
        CollectionAssert.AreEqual(expected.ToArray(), Save(layer));
    }

    [TestMethod]
    public void LongDimensionsTakeSeveralBytes()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(300, 1, hasBias: false);
        var bytes = Save(layer);
        // count, key, type, dimensions, 1, 300 = 0x2c + 2 * 128
        CollectionAssert.AreEqual(new byte[] { 6, 2, 1, 0xac, 2 }, bytes[8..13]);
        Assert.HasCount(13 + 1200, bytes);
    }

    [TestMethod]
    public void RoundTripRestoresParametersAndBuffers()
    {
        using var scope = NewDisposeScope();
        string file = Path.GetTempFileName();
        try
        {
            using var first = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4));
            first.call(randn(8, 3));
            first.save(file);
            using var second = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4));
            second.load(file);
            foreach (var (name, value) in first.state_dict())
                Assert.IsTrue(value.Equals(second.state_dict()[name]), name);
            Assert.IsTrue(second.parameters().All(parameter => parameter.requires_grad));
        }
        finally
        {
            File.Delete(file);
        }
        Assert.ThrowsExactly<FileNotFoundException>(() => nn.Linear(1, 1).load(file));
    }

    [TestMethod]
    public void StrictLoadingRefusesOtherModules()
    {
        using var scope = NewDisposeScope();
        using var source = nn.Linear(2, 3);
        var bytes = Save(source);
        void Refused(nn.Module target)
        {
            using (target)
                Assert.ThrowsExactly<ArgumentException>(() => target.load(new MemoryStream(bytes)));
        }
        Refused(nn.Linear(2, 3, hasBias: false));
        Refused(nn.Linear(3, 2));
        Refused(nn.Linear(2, 3).to(ScalarType.Float64));
        Refused(nn.Sequential(nn.Linear(2, 3)));

        using var lenient = nn.Linear(2, 3, hasBias: false);
        var loaded = new Dictionary<string, bool>();
        lenient.load(new MemoryStream(bytes), strict: false, loadedParameters: loaded);
        Assert.IsTrue(lenient.weight.Equals(source.weight));
        Assert.IsTrue(loaded["weight"]);
        Assert.IsFalse(loaded["bias"]);

        using var skipping = nn.Linear(2, 3);
        using var before = skipping.bias!.detach().clone();
        skipping.load(new MemoryStream(bytes), skip: ["bias"]);
        Assert.IsTrue(skipping.bias!.Equals(before));
    }

    [TestMethod]
    public void StateDictionariesCopyValues()
    {
        using var scope = NewDisposeScope();
        using var source = nn.Linear(2, 3);
        using var target = nn.Linear(2, 3);
        target.load_state_dict(source.state_dict());
        Assert.IsTrue(target.weight.Equals(source.weight));

        var partial = new Dictionary<string, Tensor> { ["weight"] = zeros(3, 2), ["other"] = zeros(1) };
        Assert.ThrowsExactly<InvalidOperationException>(() => target.load_state_dict(partial));
        var (missing, unexpected) = target.load_state_dict(partial, strict: false);
        CollectionAssert.AreEqual(new[] { "bias" }, missing.ToArray());
        CollectionAssert.AreEqual(new[] { "other" }, unexpected.ToArray());
        Assert.AreEqual(0, target.weight.detach().abs().max().ToDouble());
    }
}
