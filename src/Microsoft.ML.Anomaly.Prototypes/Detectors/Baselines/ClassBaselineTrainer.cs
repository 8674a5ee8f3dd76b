using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Runtime;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What the trainers for comparison have in common that learn from labelled classes of normal rows.</summary>
/// <typeparam name="TModel">What the trainer learns.</typeparam>
public abstract class ClassBaselineTrainer<TModel> : PrototypeTrainer<TModel>
    where TModel : BaselineModel
{
    private protected ClassBaselineTrainer(IHostEnvironment environment, string registrationName, ClassOptions options)
        : base(environment, registrationName, options, BaselineModel.ColumnsOfClasses)
    {
    }

    private protected override void CheckLabel(SchemaShape inputSchema, string labelColumnName) =>
        ColumnCheck.ClassLabel(inputSchema, labelColumnName, nameof(inputSchema));

    private protected override (TModel Model, float Threshold) Train(TrainingRun run)
    {
        var options = (BaselineOptions)CheckedOptions;
        ClassRows rows = new ClassRowsReader(
            options.LabelColumnName, options.FeatureColumnName, options.SkipInvalidRows, options.MaximumTrainingRows, new SeedSequence(run.Seed).Rows,
            run.Channel, options.CancellationToken).Read(run.Input);
        (GuardFitting guard, rows) = GuardFitting.Begin(run, rows);
        torch.Device device = run.SelectDevice();
        var labelled = new TrainingRows(rows.Features, [.. rows.ByClass.SelectMany(members => members)], [], rows.Minimum, rows.Maximum);
        run.Channel.Info(MessageSensitivity.None,
            $"Training on {labelled.Unlabelled.Length} rows of {rows.ClassNames.Length} classes, {rows.Features.Width} features, on {device}, with seed {run.Seed}.");
        using var training = new BaselineTraining(options, labelled, run.Seed, device, run.Reporter);
        return guard.Finish(training.Finish(Learn(training, rows), rows.Unlabelled.Length > 0 ? rows.Unlabelled : null));
    }

    /// <summary>Trains on the labelled rows.</summary>
    private protected abstract TModel Learn(BaselineTraining training, ClassRows rows);
}
