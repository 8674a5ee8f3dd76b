using Microsoft.ML.Data;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

// Labels, seeds, progress, cancellation, and what a training leaves behind.
public sealed partial class TrainerContractTests
{
    [TestMethod]
    [DynamicData(nameof(TrainersOnAnomalies))]
    public void AllKindsOfLabels_MeanTheSame(string trainer)
    {
        ToyData.Row[] rows = ToyData.Rows();
        byte[] fromBoolean = Payload(Trained(trainer));
        IDataView view = ToyData.View(Context, rows);
        Check(Context.Transforms.Conversion.ConvertType("Label", outputKind: DataKind.Single).Fit(view).Transform(view));

        // NaN is unlabelled too, and rows known to be normal train as unlabelled ones.
        Check(Context.Data.LoadFromEnumerable(rows.Select((r, i) =>
            new SingleLabelRow { Label = r.Label ? 2 : i % 3 == 0 ? float.NaN : i % 3 == 1 ? -1 : 0, Features = r.Features })));

        // The memory's 0 is the first key, and what is beyond the last one the missing key.
        Check(Context.Data.LoadFromEnumerable(rows.Select((r, i) => new KeyLabelRow { Label = r.Label ? 1u : i % 2 == 0 ? 0u : 99u, Features = r.Features })));

        void Check(IDataView data) => CollectionAssert.AreEqual(fromBoolean, Payload(Fit(trainer, Context, new(), data)));
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void SameSeed_GivesTheSameBytes_AndAnotherSeedOthers(string trainer)
    {
        byte[] first = Run(3), again = Run(3), other = Run(4);
        CollectionAssert.AreEqual(first, again);
        CollectionAssert.AreNotEqual(first, other);

        // The seed of the context doesn't count where the options have one.
        byte[] Run(int seed) => Payload(Fit(trainer, new MLContext(), new() { Seed = seed }, ToyData.View(Context, ToyData.Rows())));
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void WithoutASeed_ThatOfTheContextIsTaken(string trainer)
    {
        byte[] first = Run(9), again = Run(9), other = Run(10);
        CollectionAssert.AreEqual(first, again);
        CollectionAssert.AreNotEqual(first, other);

        byte[] Run(int seed) => Payload(Fit(trainer, new MLContext(seed), new() { Seed = null }, ToyData.View(Context, ToyData.Rows())));
    }

    [TestMethod]
    [DynamicData(nameof(TrainersWithEpochs))]
    public void EveryEpoch_IsReported_ToTheLogAndToProgress(string trainer)
    {
        var mlContext = new MLContext(seed: 1);
        var messages = new List<string>();
        mlContext.Log += (_, e) => messages.Add(e.Message);
        var reports = new List<TrainingProgress>();
        Fit(trainer, mlContext, new() { Progress = new Callback(reports.Add) }, ToyData.View(mlContext, ToyData.Rows()));
        Assert.IsGreaterThanOrEqualTo(3, reports.Count(r => r.Phase == TrainerRegistry.Get(trainer).MainPhase));
        foreach (IGrouping<string, TrainingProgress> phase in reports.GroupBy(r => r.Phase))
            CollectionAssert.AreEqual(Enumerable.Range(1, phase.Count()).ToArray(), phase.Select(r => r.Epoch).ToArray(), phase.Key);
        Assert.IsTrue(reports.All(r => double.IsFinite(r.Loss) && r.Epoch <= r.MaximumEpochs));
        foreach (TrainingProgress report in reports)
        {
            Assert.AreEqual(1, messages.Count(m => m.Contains($"{report.Phase}: epoch {report.Epoch} of at most {report.MaximumEpochs}, loss ", StringComparison.Ordinal)));
        }
        Assert.AreEqual(reports.Count, messages.Count(m => m.Contains(": epoch ", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void CancelledBeforeTheFirstUsefulModel_Throws(string trainer)
    {
        using var before = new CancellationTokenSource();
        before.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(
            () => FitWithoutAnEpoch(trainer, Context, new() { CancellationToken = before.Token }, ToyData.View(Context, ToyData.Rows())));

        // Reading the rows can be cancelled too.
        using var source = new CancellationTokenSource();
        int read = 0;
        IDataView data = ToyData.View(Context, ToyData.Rows().Select(row =>
        {
            if (++read == 100)
                source.Cancel();
            return row;
        }));
        Assert.ThrowsExactly<OperationCanceledException>(() => FitWithoutAnEpoch(trainer, Context, new() { CancellationToken = source.Token }, data));
        Assert.IsLessThan(110, read);
    }

    [TestMethod]
    [DynamicData(nameof(TrainersWithEpochs))]
    public void CancelledLater_ReturnsAUsableModel(string trainer)
    {
        string mainPhase = TrainerRegistry.Get(trainer).MainPhase;
        var mlContext = new MLContext(seed: 1);
        var messages = new List<string>();
        mlContext.Log += (_, e) => messages.Add(e.Message);
        using var source = new CancellationTokenSource();
        int epochs = 0;
        var progress = new Callback(report =>
        {
            if (report.Phase == mainPhase && ++epochs == 2)
                source.Cancel();
        });
        ITransformer model = Fit(trainer, mlContext, new() { Progress = progress, CancellationToken = source.Token }, ToyData.View(mlContext, ToyData.Rows()));
        AssertUsable(model, TrainerRegistry.Get(trainer).DistinctScoresWhenCancelled);
        Assert.AreEqual(2, epochs);
        Assert.IsTrue(messages.Any(m => m.Contains("Cancelled in epoch 3", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void FitAndTransform_LeaveNoTensorAlive(string trainer)
    {
        Trained(trainer);
        long before = LiveTensors();
        ITransformer model = Fit(trainer, Context, new(), ToyData.View(Context, ToyData.Rows()));
        Assert.AreEqual(before, LiveTensors());
        Scores(model, ToyData.Rows());
        Assert.AreEqual(before, LiveTensors());
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void FitThatThrowsOrIsCancelled_LeavesNoTensorAlive(string trainer)
    {
        Trained(trainer);
        IDataView data = ToyData.View(Context, ToyData.Rows());
        var phases = new List<TrainingProgress>();
        Fit(trainer, Context, new() { Progress = new Callback(phases.Add) }, data);
        foreach ((string phase, int epoch) in phases.Where(p => p.Epoch <= 2).Select(p => (p.Phase, p.Epoch)))
        {
            long before = LiveTensors();
            var failure = new InvalidOperationException("The caller's own.");
            var throwing = new Callback(report =>
            {
                if (report.Phase == phase && report.Epoch == epoch)
                    throw failure;
            });
            Assert.AreSame(failure, Assert.ThrowsExactly<InvalidOperationException>(() => Fit(trainer, Context, new() { Progress = throwing }, data)));
            Assert.AreEqual(before, LiveTensors(), $"thrown in epoch {epoch} of {phase}");

            using var source = new CancellationTokenSource();
            var cancelling = new Callback(report =>
            {
                if (report.Phase == phase && report.Epoch == epoch)
                    source.Cancel();
            });
            try
            {
                Fit(trainer, Context, new() { Progress = cancelling, CancellationToken = source.Token }, data);
            }
            catch (OperationCanceledException)
            {
                Assert.AreNotEqual(TrainerRegistry.Get(trainer).MainPhase, phase);
            }
            Assert.AreEqual(before, LiveTensors(), $"cancelled in epoch {epoch} of {phase}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void NetworkAndLosses_RunOnTheDevice(string trainer)
    {
        using var scope = torch.NewDisposeScope();
        TrainerRegistry.Get(trainer).RunOneStep(TestDevice.Torch);
    }

    private static long LiveTensors() => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
}
