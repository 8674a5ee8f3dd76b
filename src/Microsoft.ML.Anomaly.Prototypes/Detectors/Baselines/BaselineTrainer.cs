using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Runtime;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// What the trainers for comparison have in common: they read and scale rows, train, and choose the threshold by the expected
/// contamination unless told otherwise.
/// </summary>
/// <typeparam name="TModel">What the trainer learns.</typeparam>
public abstract class BaselineTrainer<TModel> : PrototypeTrainer<TModel>
    where TModel : BaselineModel
{
    private protected BaselineTrainer(IHostEnvironment environment, string registrationName, BaselineOptions options)
        : base(environment, registrationName, options, BaselineModel.CommonColumns)
    {
    }

    private protected override (TModel Model, float Threshold) Train(TrainingRun run)
    {
        TrainingRows rows = run.ReadRows();
        torch.Device device = run.SelectDevice();
        run.Announce(rows, device);
        var options = (BaselineOptions)CheckedOptions;
        GuardFitting? guard = options.SeesPixels ? null : GuardFitting.Begin(run, rows);
        rows = guard?.Rows ?? rows;
        using var training = new BaselineTraining(options, rows, run.Seed, device, run.Reporter);
        TModel model = Learn(training);
        var trained = training.Finish(model, RowSample.Take(rows.Unlabelled, MaximumThresholdRows, training.Seeds.HoldOut));
        return guard?.Finish(trained, MaximumThresholdRows) ?? trained;
    }

    /// <summary>The largest number of unlabelled rows that the threshold is chosen on.</summary>
    private protected virtual int MaximumThresholdRows => int.MaxValue;

    /// <summary>Trains on the rows that were read.</summary>
    private protected abstract TModel Learn(BaselineTraining training);
}
