using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace ProtoAnomaly.Compat.Tests.TorchNN;

[TestClass]
public class ModuleTests
{
    /// <summary>A base class with a private field, an attribute, a plain tensor, a property and a child.</summary>
    private class Base : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter scale = nn.Parameter(ones(1));
        [ComponentName(Name = "shift")]
        private readonly Tensor _offset = zeros(1);

        protected Base() : base("custom") { }

        public override Tensor forward(Tensor input) => input * scale + _offset;
    }

    private sealed class Network : Base
    {
        private readonly Linear first = nn.Linear(2, 3);
        private readonly ModuleList<Linear> rest = nn.ModuleList(nn.Linear(3, 3), nn.Linear(3, 1));

        public Network() => RegisterComponents();

        public Parameter Extra { get; } = nn.Parameter(zeros(2));

        public override Tensor forward(Tensor input) => rest[1].call(rest[0].call(first.call(input)));
    }

    private sealed class PassThrough() : nn.Module<Tensor, Tensor>("pass")
    {
        public override Tensor forward(Tensor input) => input;
    }

    [TestMethod]
    public void ComponentsAreNamedByTheirFields()
    {
        using var scope = NewDisposeScope();
        using var network = new Network();
        Assert.AreEqual("custom", network.GetName());
        CollectionAssert.AreEquivalent(
            new[]
            {
                "scale", "<Extra>k__BackingField", "first.weight", "first.bias", "rest.0.weight", "rest.0.bias", "rest.1.weight",
                "rest.1.bias",
            },
            network.named_parameters().Select(item => item.name).ToArray());
        CollectionAssert.AreEqual(new[] { "shift" }, network.named_buffers().Select(item => item.name).ToArray());
        CollectionAssert.AreEqual(new[] { "first", "rest" }, network.named_children().Select(item => item.name).ToArray());
        CollectionAssert.AreEqual(
            new[] { "first", "rest", "rest.0", "rest.1" }, network.named_modules().Select(item => item.name).ToArray());
        Assert.AreEqual(9, network.state_dict().Count);
        Assert.IsTrue(network.has_parameter("rest.1.bias"));
        Assert.IsFalse(network.has_parameter("rest.2.bias"));
        Assert.IsTrue(network.has_buffer("shift"));
        Assert.IsNotNull(network.get_parameter("first.weight"));
        Assert.AreEqual(2, network.parameters(recurse: false).Count());
    }

    [TestMethod]
    public void RegistrationRefusesWhatCannotBe()
    {
        using var scope = NewDisposeScope();
        using var module = new Network();
        Assert.ThrowsExactly<InvalidOperationException>(() => module.register_parameter("scale", nn.Parameter(ones(1))));
        Assert.ThrowsExactly<InvalidOperationException>(() => module.register_buffer("shift", ones(1)));
        Assert.ThrowsExactly<ArgumentNullException>(() => module.register_buffer("none", null!));
        Assert.ThrowsExactly<ArgumentException>(() => module.register_module("a.b", nn.ReLU()));
        Assert.ThrowsExactly<ArgumentException>(() => module.register_module("", nn.ReLU()));
        Assert.ThrowsExactly<InvalidOperationException>(() => module.register_module("first", nn.ReLU()));
        Assert.ThrowsExactly<InvalidOperationException>(() => nn.ReLU().register_parameter("p", nn.Parameter(ones(1))));
    }

    [TestMethod]
    public void ModesReachEveryModule()
    {
        using var model = nn.Sequential(nn.Linear(1, 1), nn.Sequential(nn.Dropout()));
        Assert.IsTrue(model.training);
        model.eval();
        Assert.IsTrue(model.modules().All(module => !module.training));
        model.train();
        Assert.IsTrue(model.modules().All(module => module.training));
        int visited = 0;
        model.apply(_ => visited++);
        Assert.AreEqual(4, visited);
    }

    [TestMethod]
    public void SequentialNamesAndSlices()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Sequential(("in", nn.Linear(2, 2)), ("act", nn.ReLU()), ("out", nn.Linear(2, 1)));
        Assert.AreEqual(3, model.Count);
        CollectionAssert.AreEqual(new[] { "in.weight", "in.bias", "out.weight", "out.bias" }, model.state_dict().Keys.ToArray());
        Assert.AreEqual(2, model[1..].Count);
        Assert.AreEqual(1, model[(null, 1)].Count);

        var x = randn(3, 2);
        var straight = model[0..1].call(x);
        Assert.IsTrue(straight.allclose(nn.functional.linear(x, model.get_parameter("in.weight") ?? model.parameters().First(), ((Linear)model[0]).bias)));
        using var empty = nn.Sequential();
        Assert.IsTrue(empty.call(x).allclose(x));
    }

    [TestMethod]
    public void SequentialDisposesWhatItPassesOn()
    {
        using var scope = NewDisposeScope();
        using var identities = nn.Sequential(nn.Identity(), nn.Identity(), nn.Identity());
        var x = ones(2);
        Assert.AreEqual(2, identities.call(x).sum().ToDouble());
        Assert.IsFalse(x.IsInvalid);

        using var alone = nn.Sequential(new PassThrough());
        Assert.AreSame(x, alone.call(x));
        using var model = nn.Sequential(new PassThrough(), nn.ReLU());
        Assert.AreEqual(2, model.call(x).sum().ToDouble());
        Assert.IsTrue(x.IsInvalid);
    }

    [TestMethod]
    public void HooksSeeAndChangeTheCall()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.ReLU();
        int calls = 0;
        var before = layer.register_forward_pre_hook((_, input) => input - 1);
        layer.register_forward_hook((_, _, output) => output * 10);
        layer.register_forward_hook(_ => calls++);
        Assert.AreEqual(10, layer.call(tensor(2f)).ToDouble());
        before.remove();
        Assert.AreEqual(20, layer.call(tensor(2f)).ToDouble());
        Assert.AreEqual(2, calls);
    }

    [TestMethod]
    public void TypesChangeWithGradientsAndIntegersStay()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2));
        model.call(randn(4, 2)).sum().backward();
        Assert.AreSame(model, model.to(ScalarType.Float64));
        Assert.IsTrue(model.parameters().All(p => p.dtype == ScalarType.Float64 && p.grad!.dtype == ScalarType.Float64 && p.is_leaf));
        Assert.AreEqual(ScalarType.Int64, ((BatchNorm1d)model[1]).num_batches_tracked!.dtype);
        Assert.AreEqual(ScalarType.Float64, ((Linear)model[0]).weight.dtype);
        Assert.AreEqual(ScalarType.Float64, model.call(randn(4, 2, dtype: ScalarType.Float64)).dtype);
        Assert.Throws<Exception>(() => model.to(ScalarType.Int32));

        using var network = new Network();
        Assert.ThrowsExactly<ArgumentException>(() => network.to(ScalarType.Int32));
        network.to(ScalarType.Float64);
        Assert.AreEqual(ScalarType.Float64, network.Extra.dtype);
        Assert.AreEqual(ScalarType.Float64, network.get_buffer("shift")!.dtype);
    }

    [TestMethod]
    public void ZeroGradDropsOrZeroes()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(1, 1);
        layer.call(ones(1, 1)).sum().backward();
        layer.zero_grad(set_to_none: false);
        Assert.AreEqual(0, layer.weight.grad!.ToDouble());
        layer.zero_grad();
        Assert.IsNull(layer.weight.grad);
    }
}
