using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>The loop over a single weight that each step raises by one, so that every policy can be counted by hand.</summary>
[TestClass]
public sealed class TrainingLoopTests
{
    private readonly List<string> _messages = [];
    private readonly List<TrainingProgress> _reports = [];
    private DisposeScope _scope = null!;
    private Tensor _weight = null!;
    private IChannel _channel = null!;
    private CancellationTokenSource _source = null!;

    [TestInitialize]
    public void Start()
    {
        _scope = NewDisposeScope();
        _weight = zeros(1);
        _source = new CancellationTokenSource();
        var mlContext = new MLContext();
        mlContext.Log += (_, e) => _messages.Add(e.Message);
        _channel = ((IHostEnvironment)mlContext).Start("test");
    }

    [TestCleanup]
    public void End()
    {
        _channel.Dispose();
        _source.Dispose();
        _scope.Dispose();
    }

    [TestMethod]
    public void LastWeights_AreThoseOfTheLastEpoch()
    {
        Run(Phase(epochs: 3, steps: 4, KeptWeights.Last([_weight])));
        Assert.AreEqual(12f, _weight.item<float>());
        CollectionAssert.AreEqual(new[] { 2.5, 6.5, 10.5 }, _reports.Select(report => report.Loss).ToArray(), "means of 1..4, 5..8 and 9..12");
    }

    [TestMethod]
    public void MeanOfTheLastEpochs_IsTaken()
    {
        // After the epochs 1 to 5 the weight is 2, 4, 6, 8, 10; the mean from epoch 3 on is 8.
        Run(Phase(epochs: 5, steps: 2, KeptWeights.MeanFrom([_weight], firstEpoch: 3)));
        Assert.AreEqual(8f, _weight.item<float>());
    }

    [TestMethod]
    public void BestWeights_AreThoseOfTheSmallestFigure_AndPatienceEndsThePhase()
    {
        double[] figures = [5, 3, 4, 6, 1];
        int measured = 0;
        Run(Phase(epochs: 5, steps: 1, KeptWeights.Best([_weight], () => figures[measured++], new EarlyStopping(2, 0))));
        Assert.AreEqual(2f, _weight.item<float>(), "epoch 2 had the smallest figure before two epochs without improvement");
        Assert.AreEqual(4, measured);
        CollectionAssert.AreEqual(figures[..4], _reports.Select(report => report.Validation).ToArray());
    }

    [TestMethod]
    public void MaximumSteps_CutTheLastEpochShort()
    {
        var steps = new List<int>();
        var phase = new TrainingPhase("Test", 10, 4, Raise) { MaximumSteps = 9, BeginEpoch = (_, count) => steps.Add(count) };
        Run(phase);
        Assert.AreEqual(3, phase.Epochs);
        CollectionAssert.AreEqual(new[] { 4, 4, 1 }, steps);
        Assert.AreEqual(9f, _weight.item<float>());
    }

    [TestMethod]
    public void Cancelled_KeepsTheEpochsBefore_OrThrows()
    {
        TrainingPhase Cancelling(bool givesAModel) => new("Test", 5, 2, () =>
        {
            if (_weight.item<float>() == 4)
                _source.Cancel();
            return Raise();
        })
        { GivesAModel = givesAModel, Keep = KeptWeights.Last([_weight]) };

        // Cancelled in the first step of the third epoch, whose work is lost.
        Run(Cancelling(givesAModel: true));
        Assert.AreEqual(4f, _weight.item<float>());
        Assert.IsTrue(_messages.Any(message => message.Contains("Cancelled in epoch 3 of the phase 'Test'", StringComparison.Ordinal)));
        Assert.ThrowsExactly<OperationCanceledException>(() => Run(Cancelling(givesAModel: false)));
    }

    [TestMethod]
    public void Diverged_KeepsTheEpochsBefore_OrNamesTheRate()
    {
        int step = 0;
        Tensor Spoiled(int from) => step++ < from ? Raise() : full(1, float.NaN);
        Run(new TrainingPhase("Test", 5, 2, () => Spoiled(from: 5)) { Keep = KeptWeights.Last([_weight]) });
        Assert.AreEqual(4f, _weight.item<float>());
        Assert.HasCount(2, _reports);

        step = 0;
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => Run(new TrainingPhase("Test", 5, 2, () => Spoiled(from: 1)) { Keep = KeptWeights.Last([_weight]), RateOption = "SomeRate" }));
        StringAssert.Contains(error.Message, "SomeRate");
    }

    [TestMethod]
    public void UnsoundWeights_EndThePhase()
    {
        Run(new TrainingPhase("Test", 5, 2, Raise) { Keep = KeptWeights.Last([_weight]), IsSound = () => _weight.item<float>() < 5 });
        Assert.AreEqual(4f, _weight.item<float>());
    }

    [TestMethod]
    public void Losses_AreReportedByName()
    {
        float[]? ended = null;
        Run(new TrainingPhase("Test", 1, 2, () => stack([Raise().squeeze(0), tensor(10f)]))
        {
            LossNames = ["First", "Second"],
            LossesAddUp = true,
            EndEpoch = means => ended = means,
        });
        CollectionAssert.AreEqual(new[] { 1.5f, 10 }, ended);
        Assert.AreEqual(11.5, _reports[0].Loss);
        Assert.AreEqual(1.5, _reports[0].Losses["First"]);
        Assert.AreEqual(10, _reports[0].Losses["Second"]);
    }

    private void Run(TrainingPhase phase)
    {
        using KeptWeights? kept = phase.Keep;
        new TrainingLoop(new TrainingReporter(_channel, new Callback(_reports.Add)), CPU, _source.Token).Run(phase);
    }

    private TrainingPhase Phase(int epochs, int steps, KeptWeights kept) => new("Test", epochs, steps, Raise) { Keep = kept };

    private Tensor Raise() => _weight.add_(ones(1)).clone();
}
