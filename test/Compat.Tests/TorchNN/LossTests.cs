using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace ProtoAnomaly.Compat.Tests.TorchNN;

[TestClass]
public class LossTests
{
    private static void Check(double expected, Tensor loss) => Assert.AreEqual(expected, loss.ToDouble(), 1e-9);

    [TestMethod]
    public void RegressionLossesByHand()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, 2, 5 });
        var y = tensor(new[] { 1.5, 2, 2 });
        Check((0.25 + 0 + 9) / 3, MSELoss().call(x, y));
        Check(9.25, F.mse_loss(x, y, Reduction.Sum));
        CollectionAssert.AreEqual(new[] { 0.25, 0, 9 }, F.mse_loss(x, y, Reduction.None).data<double>().ToArray());
        Check(3.5 / 3, L1Loss().call(x, y));
        Check((0.125 + 2.5) / 3, SmoothL1Loss().call(x, y));
        Check((0.0625 + 2) / 3, SmoothL1Loss(beta: 2).call(x, y));
        Check((0.125 + 4) / 3, HuberLoss(2).call(x, y));
    }

    [TestMethod]
    public void BinaryCrossEntropyByHand()
    {
        using var scope = NewDisposeScope();
        var p = tensor(new[] { 0.8, 0.4 });
        var y = tensor(new[] { 1.0, 0 });
        double first = -Math.Log(0.8), second = -Math.Log(0.6);
        Check((first + second) / 2, BCELoss().call(p, y));
        Check((3 * first + second) / 2, BCELoss(tensor(new[] { 3.0, 1 })).call(p, y));

        var logits = (p / (1 - p)).log();
        Check((first + second) / 2, BCEWithLogitsLoss().call(logits, y));
        Check((2 * first + second) / 2, BCEWithLogitsLoss(pos_weights: tensor(2.0)).call(logits, y));
        Assert.ThrowsExactly<ExternalException>(() => BCELoss().call(p, tensor(1.0)));
    }

    [TestMethod]
    public void ClassLossesByHand()
    {
        using var scope = NewDisposeScope();
        var scores = tensor(new[] { 1.0, 2, 3, 0, 0, 0 }, 2, 3);
        var classes = tensor(new long[] { 2, 0 });
        double first = Math.Log(Math.Exp(1) + Math.Exp(2) + Math.Exp(3)) - 3, second = Math.Log(3);
        Check((first + second) / 2, CrossEntropyLoss().call(scores, classes));
        Check(first, CrossEntropyLoss(ignore_index: 0).call(scores, classes));
        Check((first + second) / 2, NLLLoss().call(F.log_softmax(scores, 1), classes));
        Check((first + 5 * second) / 6, CrossEntropyLoss(tensor(new[] { 5.0, 1, 1 })).call(scores, classes));

        var logP = tensor(new[] { 0.5, 0.5 }).log();
        var logQ = tensor(new[] { 0.25, 0.75 }).log();
        double divergence = 0.25 * Math.Log(0.5) + 0.75 * Math.Log(1.5);
        Check(divergence / 2, KLDivLoss().call(logP, logQ));
        Check(divergence, F.kl_div(logP, logQ.exp(), false, Reduction.Sum));
    }

    [TestMethod]
    public void RankingLossesByHand()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new[] { 1.0, 2 });
        var b = tensor(new[] { 0.5, 4 });
        Check((0.5 + 3) / 2, MarginRankingLoss(1).call(a, b, ones(2, dtype: ScalarType.Float64)));
        var anchor = zeros(1, 2, dtype: ScalarType.Float64);
        var near = tensor(new[] { 0.0, 1 }, 1, 2);
        var far = tensor(new[] { 1.5, 0 }, 1, 2);
        Assert.AreEqual(0.5, TripletMarginLoss().call(anchor, near, far).ToDouble(), 1e-5);
    }
}
