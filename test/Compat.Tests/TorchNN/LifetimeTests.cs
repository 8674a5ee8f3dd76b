using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace ProtoAnomaly.Compat.Tests.TorchNN;

[TestClass]
public class LifetimeTests
{
    [TestMethod]
    public void LayersOutliveTheScopeThatTheyAreMadeIn()
    {
        nn.Module<Tensor, Tensor> model;
        optim.Optimizer optimizer;
        using (NewDisposeScope())
        {
            model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2), nn.LayerNorm(2));
            optimizer = optim.Adam(model.parameters());
        }
        using (NewDisposeScope())
        {
            model.call(randn(4, 2)).sum().backward();
            optimizer.step();
        }
        optimizer.Dispose();
        model.Dispose();
    }

    [TestMethod]
    public void DisposalLeavesNothingBehind()
    {
        // The original counts each parameter as one tensor that is never disposed, so what counts is the difference.
        Assert.AreEqual(Left(() => Model().Dispose()), Left(TrainAndDispose));
    }

    private static Sequential Model() => nn.Sequential(nn.Linear(2, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Conv2d(1, 1, 1));

    private static long Left(Action action)
    {
        Collect();
        long before = Tensor.TotalCount;
        action();
        Collect();
        return Tensor.TotalCount - before;
    }

    private static void TrainAndDispose()
    {
        var model = Model();
        optim.Optimizer[] optimizers =
        [
            optim.Adam(model.parameters(), amsgrad: true), optim.AdamW(model.parameters()), optim.RMSProp(model.parameters()),
            optim.SGD(model.parameters(), 0.1, momentum: 0.9),
        ];
        using (NewDisposeScope())
        {
            model[0..3].call(randn(4, 2)).sum().backward();
            foreach (var optimizer in optimizers)
                optimizer.step();
        }
        foreach (var optimizer in optimizers)
        {
            optimizer.Dispose();
            optimizer.Dispose();
        }
        model.Dispose();
        model.Dispose();
    }

    [TestMethod]
    public void TrainingTakesNoMoreMemoryWithTime()
    {
        set_num_threads(1);
        manual_seed(1);
        using var model = nn.Sequential(nn.Linear(8, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.1), nn.Linear(16, 8));
        using var optimizer = optim.Adam(model.parameters(), 1e-3);
        using var batch = randn(32, 8);
        double first = 0, last = 0;
        void Train(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                var loss = F.mse_loss(model.call(batch), batch);
                loss.backward();
                nn.utils.clip_grad_norm_(model.parameters(), 10);
                optimizer.step();
                last = i % 1000 == 0 ? loss.ToDouble() : last;
                first = first == 0 ? last : first;
            }
        }

        long Growth()
        {
            Collect();
            long tensors = Tensor.TotalCount, resident = Environment.WorkingSet;
            Train(4001);
            Collect();
            Assert.AreEqual(tensors, Tensor.TotalCount);
            return Environment.WorkingSet - resident;
        }

        // What leaks does so every time; the runtime's own growth ends at some time.
        Train(4000);
        long more = Math.Min(Growth(), Growth());
        Assert.IsTrue(more < 8 << 20, $"{more >> 20} MB more");
        Assert.IsTrue(last < first / 3, $"{first} to {last}");
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
