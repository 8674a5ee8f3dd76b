namespace Microsoft.ML.Anomaly.Prototypes.Tests;

// Several trainings at once, and what a training holds while it goes on.
public sealed partial class TrainerContractTests
{
    [TestMethod]
    public void TrainingsAtOnce_GiveTheModelsOfTrainingsAlone()
    {
        string[] trainers = [.. TrainerRegistry.All.Select(trainer => trainer.Name)];
        Dictionary<string, byte[]> alone = trainers.ToDictionary(name => name, Train);

        // TorchSharp's scalars and tensors are freed by finalizers: the collector runs all the while, so that what nothing holds is gone.
        using var done = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            string[] work = [.. Enumerable.Repeat(trainers, 3).SelectMany(names => names)];
            Parallel.ForEach(work, new ParallelOptions { MaxDegreeOfParallelism = 4 }, name => CollectionAssert.AreEqual(alone[name], Train(name), name));
        }
        finally
        {
            done.Cancel();
            collector.Join();
        }

        // A context of its own for each: they are not made to be shared.
        static byte[] Train(string name)
        {
            var mlContext = new MLContext(seed: 1);
            IDataView data = ToyData.View(mlContext, ToyData.Rows());
            return ModelFile.Payload(mlContext, Fit(name, mlContext, new(), data), data.Schema);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Epochs_HoldNoMoreTensorsThanTheOneBefore(string trainer)
    {
        Trained(trainer);
        var counts = new List<(string Phase, int Epoch, long Tensors)>();
        var progress = new Callback(report => counts.Add((report.Phase, report.Epoch, LiveTensors())));
        Fit(trainer, Context, new() { Progress = progress }, ToyData.View(Context, ToyData.Rows()));
        foreach (IGrouping<string, (string Phase, int Epoch, long Tensors)> phase in counts.GroupBy(count => count.Phase))
            Assert.AreEqual(1, phase.Select(count => count.Tensors).Distinct().Count(), $"{phase.Key}: {string.Join(", ", phase.Select(count => count.Tensors))}");
    }
}
