using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ProtoAnomaly.Compat.Tests.TorchNN;

[TestClass]
public class InitAndClipTests
{
    [TestMethod]
    public void DistributionsHaveTheRightWidth()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var weight = empty(400, 100, requires_grad: true);
        double Deviation() => weight.detach().std().ToDouble();

        Assert.AreSame(weight, init.uniform_(weight, -1, 1));
        Assert.AreEqual(1 / Math.Sqrt(3), Deviation(), 0.01);
        init.normal_(weight, 2, 0.5);
        Assert.AreEqual(0.5, Deviation(), 0.01);
        Assert.AreEqual(2, weight.detach().mean().ToDouble(), 0.02);
        init.xavier_uniform_(weight);
        Assert.AreEqual(Math.Sqrt(2.0 / 500), Deviation(), 0.002);
        init.xavier_normal_(weight);
        Assert.AreEqual(Math.Sqrt(2.0 / 500), Deviation(), 0.002);
        init.kaiming_normal_(weight, nonlinearity: init.NonlinearityType.ReLU);
        Assert.AreEqual(Math.Sqrt(2.0 / 100), Deviation(), 0.003);
        init.kaiming_uniform_(weight, mode: init.FanInOut.FanOut);
        Assert.AreEqual(Math.Sqrt(2.0 / 400), Deviation(), 0.002);
        init.constant_(weight, 3);
        Assert.AreEqual(3, weight.detach().mean().ToDouble(), 1e-6);
        init.zeros_(weight);
        Assert.AreEqual(0, weight.detach().abs().max().ToDouble());
        Assert.IsTrue(weight.requires_grad && weight.is_leaf);
    }

    [TestMethod]
    public void OrthogonalColumnsAreOrthonormal()
    {
        using var scope = NewDisposeScope();
        var tall = init.orthogonal_(empty(6, 3), 2);
        var product = tall.t().mm(tall);
        Assert.IsTrue(product.allclose(eye(3) * 4, atol: 1e-5));
        var wide = init.orthogonal_(empty(3, 6));
        Assert.IsTrue(wide.mm(wide.t()).allclose(eye(3), atol: 1e-5));
    }

    [TestMethod]
    public void FansCountTheReceptiveField()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual((36L, 45L), init.CalculateFanInAndFanOut(empty(5, 4, 3, 3)));
        Assert.ThrowsExactly<ArgumentException>(() => init.CalculateFanInAndFanOut(empty(5)));
        Assert.AreEqual(Math.Sqrt(2 / 1.25), init.calculate_gain(init.NonlinearityType.LeakyReLU, 0.5), 1e-12);
    }

    [TestMethod]
    public void ClippingScalesAllGradientsTogether()
    {
        using var scope = NewDisposeScope();
        var a = Parameter(zeros(2));
        var b = Parameter(zeros(1));
        var none = Parameter(zeros(1));
        (a * tensor(new[] { 2f, 3f })).sum().backward();
        (b * 6).sum().backward();
        Parameter[] all = [a, b, none];
        Assert.AreEqual(7, nn.utils.clip_grad_norm_(all, 3.5), 1e-5);
        CollectionAssert.AreEqual(new[] { 1f, 1.5f }, Rounded(a.grad!));
        Assert.AreEqual(3.5, nn.utils.clip_grad_norm_(all, 100), 1e-5);
        CollectionAssert.AreEqual(new[] { 3f }, Rounded(b.grad!));
        Assert.AreEqual(3, nn.utils.clip_grad_norm_(all, 100, double.PositiveInfinity), 1e-5);
        nn.utils.clip_grad_value_(all, 1.25);
        CollectionAssert.AreEqual(new[] { 1f, 1.25f }, Rounded(a.grad!));
        Assert.IsNull(none.grad);
    }

    [TestMethod]
    public void ParametersRoundTripThroughAVector()
    {
        using var scope = NewDisposeScope();
        var a = Parameter(tensor(new[] { 1f, 2, 3, 4 }, 2, 2));
        var b = Parameter(tensor(new[] { 5f }));
        var vector = nn.utils.parameters_to_vector([a, b]).detach();
        CollectionAssert.AreEqual(new[] { 1f, 2, 3, 4, 5 }, vector.data<float>().ToArray());
        nn.utils.vector_to_parameters(vector * 2, [a, b]);
        CollectionAssert.AreEqual(new[] { 2f, 4, 6, 8 }, Rounded(a.flatten()));
        CollectionAssert.AreEqual(new[] { 10f }, Rounded(b));
    }

    private static float[] Rounded(Tensor tensor) =>
        Array.ConvertAll(tensor.detach().data<float>().ToArray(), value => MathF.Round(value, 4));
}
