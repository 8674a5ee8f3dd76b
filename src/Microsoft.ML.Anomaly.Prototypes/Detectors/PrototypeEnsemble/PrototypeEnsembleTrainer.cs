using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Runtime;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Learns to tell anomalies from normal rows with an ensemble of small heads that look through prototypes of normality, from unlabelled rows,
/// which may hide anomalies, and a handful of labelled anomalies.
/// </summary>
/// <remarks>
/// <para>
/// The unlabelled rows are split into folds. The rows of the other folds give each fold prototypes at several scales, each with a covariance
/// of its own, and with them channels: how far a row is from normality, and how unlikely. Heads then learn from features and channels:
/// extremely randomised trees and small networks, each on a small random draw of the fold's unlabelled rows. Hidden anomalies are rarely
/// drawn, and so are not learned as normal. The score is the mean of all heads.
/// </para>
/// <para>
/// A method of this library; it belongs to positive-unlabelled bagging: Mordelet and Vert, "A bagging SVM to learn from positive and unlabeled
/// examples", Pattern Recognition Letters 37, 2014.
/// </para>
/// <para>
/// The input are a label column and a features column, a vector of <see cref="float"/> of known size. The label is Boolean: true is a
/// labelled anomaly, false an unlabelled row; or Single: above 0 an anomaly, 0 or NaN unlabelled, below 0 known to be normal; or a key
/// with two values: the second one is an anomaly, the first one or a missing value unlabelled. The output are the columns PredictedLabel
/// (<see cref="bool"/>), Score (<see cref="float"/> in 0..1, the larger the more anomalous), Probability (<see cref="float"/>: that the row
/// is an anomaly, as far as the trainer can tell; <see cref="PrototypeTransformer{TModel}.Calibrate"/> makes it exact) and those of
/// <see cref="PrototypeTrainerOptions.OutputColumns"/>.
/// </para>
/// </remarks>
public sealed partial class PrototypeEnsembleTrainer : PrototypeTrainer<PrototypeEnsembleModel>
{
    private const string RegistrationName = "PrototypeEnsemble";

    internal PrototypeEnsembleTrainer(IHostEnvironment environment, Options options)
        : base(environment, RegistrationName, options, PrototypeEnsembleModel.Columns(options is { Scales.IsDefaultOrEmpty: false }))
    {
    }

    private protected override (PrototypeEnsembleModel Model, float Threshold) Train(TrainingRun run)
    {
        var options = (Options)CheckedOptions;
        TrainingRows rows = run.ReadRows();
        torch.Device device = run.SelectDevice();
        run.Announce(rows, device);
        ExtremeValues extremes = run.FindExtremes(rows, new SeedSequence(run.Seed).Extremes);
        (PrototypeEnsembleModel model, float threshold, run.Calibration) =
            new PrototypeEnsembleTraining(options, rows, extremes, run.Seed, device, run.Reporter).Run();
        return (model, threshold);
    }

    private protected override bool GivesProbability => true;
}
