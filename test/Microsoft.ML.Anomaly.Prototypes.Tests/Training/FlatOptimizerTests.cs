using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>The flat optimizers against TorchSharp's own, step by step on the same network.</summary>
[TestClass]
public sealed class FlatOptimizerTests
{
    private const int Steps = 30, Rows = 16;
    private const double Rate = 0.01;

    [TestMethod]
    [DataRow(0.9, 0.999, 0.0)]
    [DataRow(0.9, 0.999, 0.1)]
    [DataRow(0.5, 0.99, 0.0)]
    public void Adam_StepsAsTorchDoes(double beta1, double beta2, double weightDecay) => AssertSameSteps(
        parameters => new FlatAdam(parameters, Rate, beta1, beta2, weightDecay),
        parameters => optim.Adam(parameters, Rate, beta1, beta2, weight_decay: weightDecay));

    [TestMethod]
    public void AdamW_StepsAsTorchDoes() => AssertSameSteps(
        parameters => new FlatAdam(parameters, Rate, 0.9, 0.99, weightDecay: 0.2, isDecoupled: true),
        parameters => optim.AdamW(parameters, Rate, 0.9, 0.99, weight_decay: 0.2));

    [TestMethod]
    [DataRow(0f, 0f)]
    [DataRow(0.9f, 0.1f)]
    public void Sgd_StepsAsTorchDoes(float momentum, float weightDecay) => AssertSameSteps(
        parameters => new FlatSgd(parameters, (float)Rate, momentum, weightDecay),
        parameters => optim.SGD(parameters, Rate, momentum, weight_decay: weightDecay));

    [TestMethod]
    public void Clipping_ShortensAsTorchDoes() => AssertSameSteps(
        parameters => new FlatSgd(parameters, (float)Rate) { MaximumGradientNorm = 0.05f },
        parameters => optim.SGD(parameters, Rate),
        parameters => nn.utils.clip_grad_norm_(parameters, 0.05));

    [TestMethod]
    public void MinimizeAlone_LeavesOtherParametersWithoutGradient()
    {
        using var scope = NewDisposeScope();
        using Network first = Create(), second = Create();
        using FlatParameters ofFirst = new(first.parameters()), ofSecond = new(second.parameters());
        using var optimizer = new FlatAdam(ofFirst, Rate);
        float[] before = TensorValues.ToArray(ofFirst.Values), others = TensorValues.ToArray(ofSecond.Values);
        optimizer.MinimizeAlone((first.Forward(ones(3, 5)) + second.Forward(ones(3, 5))).square().sum());
        CollectionAssert.AreNotEqual(before, TensorValues.ToArray(ofFirst.Values));
        CollectionAssert.AreEqual(others, TensorValues.ToArray(ofSecond.Values));
        Assert.AreEqual(0f, ofSecond.Gradients.abs().sum().item<float>());
    }

    [TestMethod]
    public void Part_SharesWeightsAndGradients()
    {
        using var scope = NewDisposeScope();
        using Network network = Create();
        Parameter[] all = [.. network.parameters()];
        using var whole = new FlatParameters(all);
        using FlatParameters part = whole.Part(all[2..4]);
        Assert.AreEqual(all[2].numel() + all[3].numel(), part.Values.numel());
        using (no_grad())
            part.Values.zero_();
        Assert.AreEqual(0f, all[2].abs().sum().item<float>());
        Assert.IsGreaterThan(0f, all[0].abs().sum().item<float>());
        Assert.ThrowsExactly<ArgumentException>(() => whole.Part([all[0], all[2]]));
    }

    [TestMethod]
    public void Parameters_KeepTheirValues_AndAreUsableAfterwards()
    {
        using var scope = NewDisposeScope();
        using Network network = Create();
        float[] before = TensorValues.ToArray(network.Forward(ones(2, 5)));
        using (var parameters = new FlatParameters(network.parameters()))
            CollectionAssert.AreEqual(before, TensorValues.ToArray(network.Forward(ones(2, 5))));
        CollectionAssert.AreEqual(before, TensorValues.ToArray(network.Forward(ones(2, 5))));
        Assert.IsTrue(network.parameters().All(parameter => parameter.grad is null));
    }

    private static Network Create() =>
        new(NetworkPlan.Input(5).Dense(7, LayerActivation.Tanh).Dense(4, LayerActivation.Tanh).Dense(1), new Random(5), CPU);

    private static void AssertSameSteps(
        Func<FlatParameters, FlatOptimizer> flat, Func<IEnumerable<Parameter>, optim.Optimizer> torchs, Action<IEnumerable<Parameter>>? beforeStep = null)
    {
        using var scope = NewDisposeScope();
        using Network ours = Create(), theirs = Create();
        using var parameters = new FlatParameters(ours.parameters());
        using FlatOptimizer optimizer = flat(parameters);
        using optim.Optimizer reference = torchs(theirs.parameters());
        var random = new Random(9);
        for (int step = 0; step < Steps; step++)
        {
            Tensor x = tensor([.. Enumerable.Range(0, Rows * 5).Select(_ => random.NextSingle())], [Rows, 5]), y = x.sum(1, keepdim: true).sin();
            optimizer.Minimize((ours.Forward(x) - y).square().mean());
            reference.zero_grad();
            (theirs.Forward(x) - y).square().mean().backward();
            beforeStep?.Invoke(theirs.parameters());
            reference.step();
            foreach ((Parameter a, Parameter b) in ours.parameters().Zip(theirs.parameters()))
                Assert.IsLessThan(1e-6f, (a - b).abs().max().item<float>(), $"step {step}");
        }
    }
}
