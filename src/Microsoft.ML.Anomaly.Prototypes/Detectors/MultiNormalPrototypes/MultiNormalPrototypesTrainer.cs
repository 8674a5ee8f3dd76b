using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Runtime;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Learns to tell anomalies from several groups of normal rows, from unlabelled rows, which may hide anomalies, and a handful of
/// labelled anomalies.
/// </summary>
/// <remarks>
/// <para>
/// An autoencoder is pre-trained on the unlabelled rows, k-means on its latent vectors gives the first prototypes, and then
/// everything is trained jointly: reconstruction, prototypes that attract unlabelled rows and repel labelled anomalies, and a
/// score head that sees latent vector, reconstruction error and similarity to the nearest prototype. Unlabelled rows count the
/// more, the likelier they are normal.
/// </para>
/// <para>
/// Dong, Liu, Ren, Xiong, Wu: "Multi-Normal Prototypes Learning for Weakly Supervised Anomaly Detection", 2024, arXiv 2408.14498.
/// </para>
/// <para>
/// The input are a label column and a features column, a vector of <see cref="float"/> of known size. The label is Boolean: true is a
/// labelled anomaly, false an unlabelled row; or Single: above 0 an anomaly, 0 or NaN unlabelled, below 0 known to be normal; or a key
/// with two values: the second one is an anomaly, the first one or a missing value unlabelled. The output are the columns PredictedLabel (<see cref="bool"/>), Score (<see cref="float"/> in 0..1, the larger the
/// more anomalous) and those of <see cref="PrototypeTrainerOptions.OutputColumns"/>.
/// </para>
/// </remarks>
public sealed partial class MultiNormalPrototypesTrainer : PrototypeTrainer<MultiNormalPrototypesModel>
{
    private const string RegistrationName = "MultiNormalPrototypes";

    internal MultiNormalPrototypesTrainer(IHostEnvironment environment, Options options)
        : base(environment, RegistrationName, options, MultiNormalPrototypesModel.OutputColumns)
    {
    }

    /// <summary>
    /// Trains a detector and chooses the epoch by data with true labels: of the validation rows, those that are not labelled as
    /// anomalies count as normal.
    /// </summary>
    /// <param name="input">Training data with the label and the features column.</param>
    /// <param name="validation">
    /// Validation data with the same columns. Nothing is trained on them, and the scaling does not see them: they choose the epoch of
    /// each stage of the pre-training and of the joint training, and the threshold; their normal rows give the first prototypes where
    /// <see cref="Options.PrototypeInitialization"/> says so. Without anomalies among them the joint training has a fixed number of
    /// epochs, and the training rows choose the threshold. No training row is held out in either case.
    /// </param>
    /// <returns>The trained detector, which scores without libtorch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or has the wrong type or width.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="PrototypeTrainer{TModel}.Fit(IDataView)"/>; also for validation data that has only anomalies.</exception>
    /// <exception cref="OperationCanceledException">As for <see cref="PrototypeTrainer{TModel}.Fit(IDataView)"/>.</exception>
    public PrototypeTransformer<MultiNormalPrototypesModel> Fit(IDataView input, IDataView validation)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(validation);
        return FitCore(input, validation);
    }

    private protected override (MultiNormalPrototypesModel Model, float Threshold) Train(TrainingRun run)
    {
        var options = (Options)CheckedOptions;
        if (run.Validation is null && options.PrototypeInitialization == PrototypeInitialization.ValidationNormals)
        {
            throw new InvalidOperationException(
                "The option PrototypeInitialization asks for the normal rows of the validation data: call Fit(input, validation), or choose UnlabelledRows.");
        }
        TrainingRows rows = run.ReadRows();
        torch.Device device = run.SelectDevice();
        run.Announce(rows, device);
        GuardFitting guard = GuardFitting.Begin(run, rows);
        using var training = new MultiNormalPrototypesTraining(options, guard.Rows, run.Seed, device, run.Reporter);
        return guard.Finish(training.Run());
    }
}
