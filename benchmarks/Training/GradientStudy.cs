using System.Diagnostics;
using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ProtoAnomaly.Benchmarks;

/// <summary>
/// What gradients written by hand would save: loss and gradients of an autoencoder of dense layers, as torch derives them and by hand with as few calls
/// into torch as there can be, everything in memory that is there already.
/// </summary>
internal static class GradientStudy
{
    private const int Rows = 128, Steps = 2000, Repeats = 7;

    private static readonly int[] Sizes = [36, 22, 8, 22, 36];

    public static void Run()
    {
        set_num_threads(1);
        using var scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        Tensor x = rand(Rows, Sizes[0], generator: generator);
        NetworkPlan plan = Sizes[1..^1].Aggregate(NetworkPlan.Input(Sizes[0]), (layers, size) => layers.Dense(size, LayerActivation.Relu));
        using var network = new Network(plan.Dense(Sizes[^1]), new Random(1), CPU);
        using var derived = new Derived(x, network);
        var byHand = new ByHand(x, [.. network.Layers.Select(layer => layer.Weight.detach())], [.. network.Layers.Select(layer => layer.Bias!.detach())]);
        derived.Step();
        byHand.Step();
        for (int i = 0; i < network.Layers.Count; i++)
        {
            if (!derived.Gradients[i].allclose(byHand.Gradients[i], 1e-4, 1e-7))
                throw new InvalidOperationException($"The gradients of layer {i} are not the same.");
        }
        var times = (Derived: new List<double>(), ByHand: new List<double>());
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            times.Derived.Add(Time(derived.Step));
            times.ByHand.Add(Time(byHand.Step));
        }
        times.Derived.Sort();
        times.ByHand.Sort();
        Console.WriteLine($"Loss and gradients of an autoencoder {string.Join("-", Sizes)}, {Rows} rows, one thread, median of {Repeats} times {Steps} steps:");
        Console.WriteLine($"derived by torch {times.Derived[Repeats / 2]:F1} us, by hand {times.ByHand[Repeats / 2]:F1} us");
    }

    private static IEnumerable<(int In, int Out)> Pairs() => Sizes.Zip(Sizes.Skip(1));

    private static double Time(Action step)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Steps; i++)
            step();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Steps;
    }

    // As the trainers do it.
    private sealed class Derived(Tensor x, Network network) : IDisposable
    {
        private readonly FlatParameters _parameters = new(network.parameters());

        public IReadOnlyList<Tensor> Gradients => [.. network.Layers.Select(layer => layer.Weight.grad!)];

        public void Step()
        {
            using var scope = NewDisposeScope();
            _parameters.ClearGradients();
            nn.functional.mse_loss(network.Forward(x), x).backward();
        }

        public void Dispose() => _parameters.Dispose();
    }

    private sealed class ByHand
    {
        private readonly Tensor _x, _ones;
        private readonly Tensor[] _weights, _turned, _biases, _values, _errors, _turnedErrors, _gradients, _biasGradients, _zero;
        private readonly Tensor _scale;

        public ByHand(Tensor x, Tensor[] weights, Tensor[] biases)
        {
            _x = x;
            _weights = weights;
            _turned = [.. weights.Select(w => w.t())];
            _biases = biases;
            _ones = ones(Rows);
            _values = [.. Pairs().Select(pair => empty(Rows, pair.Out))];
            _errors = [.. Pairs().Select(pair => empty(Rows, pair.Out))];
            _turnedErrors = [.. _errors.Select(e => e.t())];
            _gradients = [.. weights.Select(w => empty_like(w))];
            _biasGradients = [.. biases.Select(b => empty_like(b))];
            _zero = [.. biases.Select(b => b.unsqueeze(0))];
            _scale = tensor(2f / (Rows * Sizes[^1]));
        }

        public IReadOnlyList<Tensor> Gradients => _gradients;

        public void Step()
        {
            using var noGradient = no_grad();
            using var scope = NewDisposeScope();
            int last = _weights.Length - 1;
            for (int i = 0; i <= last; i++)
            {
                _values[i].copy_(_zero[i]).addmm_(i == 0 ? _x : _values[i - 1], _turned[i], 1, 1);
                if (i < last)
                    _values[i].relu_();
            }
            _errors[last].copy_(_values[last]).sub_(_x).mul_(_scale);
            for (int i = last; i >= 0; i--)
            {
                _gradients[i].addmm_(_turnedErrors[i], i == 0 ? _x : _values[i - 1], 0, 1);
                _biasGradients[i].addmv_(_turnedErrors[i], _ones, 0, 1);
                if (i > 0)
                {
                    _errors[i - 1].addmm_(_errors[i], _weights[i], 0, 1);
                    _errors[i - 1].mul_(_values[i - 1].sign());
                }
            }
        }
    }
}
