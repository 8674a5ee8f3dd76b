using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ProtoAnomaly.Compat.Tests.TorchNN;

/// <summary>Several steps of each optimizer against its formula, for floats (fused) and doubles (tensor operations).</summary>
[TestClass]
public class OptimizerTests
{
    private static readonly double[] Start = [0.5, -1, 2];

    /// <summary>The gradient of the loss that all these tests minimize.</summary>
    private static double Gradient(double p) => 3 * p * p - 0.5;

    private delegate double Formula(double p, double gradient, int step, double[] memory);

    private static void Check(Func<Parameter[], optim.Optimizer> create, Formula formula)
    {
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            using var scope = NewDisposeScope();
            var parameter = nn.Parameter(tensor(Start).to(type));
            var untouched = nn.Parameter(ones(1, dtype: type));
            using var optimizer = create([parameter, untouched]);
            var expected = (double[])Start.Clone();
            var memory = Start.Select(_ => new double[3]).ToArray();
            for (int step = 1; step <= 5; step++)
            {
                optimizer.zero_grad();
                (parameter.pow(3) - parameter * 0.5).sum().backward();
                optimizer.step();
                for (int i = 0; i < expected.Length; i++)
                    expected[i] = formula(expected[i], Gradient(expected[i]), step, memory[i]);

                var actual = parameter.detach().to(ScalarType.Float64).data<double>().ToArray();
                for (int i = 0; i < expected.Length; i++)
                    Assert.AreEqual(expected[i], actual[i], type == ScalarType.Float32 ? 1e-5 : 1e-12, $"{type} step {step} element {i}");
            }
            Assert.AreEqual(1, untouched.ToDouble());
        }
    }

    private static double AdamStep(double p, double g, int t, double[] m, bool amsgrad = false, double l2 = 0, double shrink = 1)
    {
        g += l2 * p;
        m[0] = 0.8 * m[0] + 0.2 * g;
        m[1] = 0.9 * m[1] + 0.1 * g * g;
        m[2] = Math.Max(m[2], m[1]);
        double root = Math.Sqrt((amsgrad ? m[2] : m[1]) / (1 - Math.Pow(0.9, t)));
        return p * shrink - 0.01 / (1 - Math.Pow(0.8, t)) * m[0] / (root + 1e-8);
    }

    [TestMethod]
    public void Adam()
    {
        Check(p => optim.Adam(p, 0.01, 0.8, 0.9), (p, g, t, m) => AdamStep(p, g, t, m));
        Check(p => optim.Adam(p, 0.01, 0.8, 0.9, weight_decay: 0.1), (p, g, t, m) => AdamStep(p, g, t, m, l2: 0.1));
        Check(p => optim.Adam(p, 0.01, 0.8, 0.9, amsgrad: true), (p, g, t, m) => AdamStep(p, g, t, m, amsgrad: true));
        Check(p => optim.Adam(p, 0.01, 0.8, 0.9, maximize: true), (p, g, t, m) => AdamStep(p, -g, t, m));
    }

    [TestMethod]
    public void AdamWShrinksDirectly() =>
        Check(p => optim.AdamW(p, 0.01, 0.8, 0.9, weight_decay: 0.1), (p, g, t, m) => AdamStep(p, g, t, m, shrink: 1 - 0.01 * 0.1));

    [TestMethod]
    public void Sgd()
    {
        Check(p => optim.SGD(p, 0.01), (p, g, _, _) => p - 0.01 * g);
        Check(p => optim.SGD(p, 0.01, weight_decay: 0.1, maximize: true), (p, g, _, _) => p + 0.01 * (g + 0.1 * p));
        Check(p => optim.SGD(p, 0.01, momentum: 0.9, dampening: 0.2), (p, g, t, m) => p - 0.01 * (m[0] = t == 1 ? g : 0.9 * m[0] + 0.8 * g));
        Check(p => optim.SGD(p, 0.01, momentum: 0.9, nesterov: true), (p, g, _, m) => p - 0.01 * (g + 0.9 * (m[0] = 0.9 * m[0] + g)));
        Assert.ThrowsExactly<ArgumentException>(() => optim.SGD(Array.Empty<Parameter>(), 0.01, nesterov: true));
    }

    [TestMethod]
    public void RmsProp()
    {
        Check(p => optim.RMSProp(p, 0.01, 0.9), (p, g, _, m) => p - 0.01 * g / (Math.Sqrt(m[0] = 0.9 * m[0] + 0.1 * g * g) + 1e-8));
        Check(p => optim.RMSProp(p, 0.01, 0.9, momentum: 0.5, centered: true, weight_decay: 0.1), (p, g, _, m) =>
        {
            g += 0.1 * p;
            m[0] = 0.9 * m[0] + 0.1 * g * g;
            m[1] = 0.9 * m[1] + 0.1 * g;
            m[2] = 0.5 * m[2] + g / (Math.Sqrt(m[0] - m[1] * m[1]) + 1e-8);
            return p - 0.01 * m[2];
        });
    }

    [TestMethod]
    public void ParametersThatAreNotContiguousMoveToo()
    {
        using var scope = NewDisposeScope();
        var parameter = nn.Parameter(arange(6, dtype: ScalarType.Float32).reshape(2, 3).t());
        Assert.IsFalse(parameter.is_contiguous());
        using var optimizer = optim.Adam([parameter], 0.5);
        parameter.sum().backward();
        optimizer.step();
        TorchTensor.TensorAssert.AreEqual([-0.5, 2.5, 0.5, 3.5, 1.5, 4.5], parameter, 1e-5);
    }

    [TestMethod]
    public void ZeroGradZeroesInPlace()
    {
        using var scope = NewDisposeScope();
        var parameter = nn.Parameter(ones(2));
        using var optimizer = optim.Adam([parameter]);
        optimizer.zero_grad();
        Assert.IsNull(parameter.grad);
        parameter.sum().backward();
        var gradient = parameter.grad!;
        optimizer.zero_grad();
        TorchTensor.TensorAssert.AreEqual([0, 0], gradient);
    }

    [TestMethod]
    public void GroupsHaveTheirOwnOptions()
    {
        using var scope = NewDisposeScope();
        var slow = nn.Parameter(zeros(1));
        var fast = nn.Parameter(zeros(1));
        using var optimizer = optim.SGD([new SGD.ParamGroup([slow], lr: 0.1), new SGD.ParamGroup { Parameters = [fast] }], 1);
        (slow + fast).sum().backward();
        using var loss = optimizer.step(() => tensor(42f));
        Assert.AreEqual(42, loss.ToDouble());
        Assert.AreEqual(-0.1, slow.ToDouble(), 1e-6);
        Assert.AreEqual(-1, fast.ToDouble(), 1e-6);
        CollectionAssert.AreEqual(new[] { 0.1, 1 }, optimizer.ParamGroups.Select(group => group.LearningRate).ToArray());
        Assert.AreEqual(2, optimizer.parameters().Count());
    }

    [TestMethod]
    public void SavedStateContinuesTheSameWay()
    {
        using var scope = NewDisposeScope();
        var first = nn.Parameter(tensor(Start));
        using var optimizer = optim.Adam([first], 0.1);
        void Step(Parameter p, optim.Optimizer o)
        {
            o.zero_grad();
            p.pow(2).sum().backward();
            o.step();
        }
        Step(first, optimizer);

        var stream = new MemoryStream();
        optimizer.save_state_dict(new BinaryWriter(stream));
        stream.Position = 0;
        var second = nn.Parameter(first.detach().clone());
        using var restored = optim.Adam([second], 0.5);
        restored.load_state_dict(new BinaryReader(stream));
        Step(first, optimizer);
        Step(second, restored);
        Assert.IsTrue(first.detach().allclose(second.detach()));

        stream.Position = 0;
        using var other = optim.SGD([second], 0.5);
        Assert.ThrowsExactly<InvalidDataException>(() => other.load_state_dict(new BinaryReader(stream)));
    }

    [TestMethod]
    public void SchedulersSetTheRate()
    {
        void Rates(Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> create, params double[] expected)
        {
            using var scope = NewDisposeScope();
            using var optimizer = optim.SGD([nn.Parameter(zeros(1))], 1.0);
            var scheduler = create(optimizer);
            foreach (double rate in expected)
            {
                Assert.AreEqual(rate, optimizer.ParamGroups.Single().LearningRate, 1e-9);
                Assert.AreEqual(rate, scheduler.get_last_lr().Single(), 1e-9);
                scheduler.step();
            }
        }

        Rates(o => optim.lr_scheduler.StepLR(o, 2, 0.5), 1, 1, 0.5, 0.5, 0.25);
        Rates(o => optim.lr_scheduler.MultiStepLR(o, [1, 3], 0.1), 1, 0.1, 0.1, 0.01);
        Rates(o => optim.lr_scheduler.ExponentialLR(o, 0.5), 1, 0.5, 0.25);
        Rates(o => optim.lr_scheduler.LambdaLR(o, epoch => 1.0 / (1 + epoch)), 1, 0.5, 1.0 / 3);
        Rates(o => optim.lr_scheduler.CosineAnnealingLR(o, 2, 0.2), 1, 0.6, 0.2, 0.6, 1);
    }
}
