using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Runtime;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Learns what is normal from unlabelled normal rows and a few labelled examples of each normal class, the prototypes. It sees no anomaly.
/// It works on images given as pixels and on plain feature vectors.
/// </summary>
/// <remarks>
/// <para>
/// Images are embedded by a convolutional network that learns which class they are of and how they have been turned, plain feature vectors by a
/// linear map in which the classes vary alike in all directions. Unlabelled rows whose classes can be recognised stand beside the prototypes. A
/// row's score compares the classes' kernel densities at its embedding with what is usual for their own members.
/// <see cref="Options.Published"/> has the paper's form: a generative adversarial network, whose discriminator embeds rows, and a loss with margins.
/// </para>
/// <para>Ando, Yamamoto: "Anomaly Detection via Few-shot Learning on Normality", ECML PKDD 2022.</para>
/// <para>
/// The input are a class column and a features column, a vector of <see cref="float"/> of known size. The class is a key, whose missing
/// value means unlabelled; or a whole number, where a value below 0 means unlabelled; or Single with whole numbers, where NaN or a value
/// below 0 means unlabelled. At least two classes must have a labelled row. The output are the columns PredictedLabel
/// (<see cref="bool"/>), Score (<see cref="float"/>, any number, the larger the more anomalous), and those of
/// <see cref="PrototypeTrainerOptions.OutputColumns"/>: <see cref="PrototypeColumns.NearestClass"/>,
/// <see cref="PrototypeColumns.ClassDensities"/>, up to a term that is the same for all rows and classes,
/// <see cref="PrototypeColumns.FeatureContributions"/> and <see cref="PrototypeColumns.LatentVector"/>.
/// </para>
/// </remarks>
public sealed partial class PrototypeDataDescriptionTrainer : PrototypeTrainer<PrototypeDataDescriptionModel>
{
    private const string RegistrationName = "PrototypeDataDescription";

    internal PrototypeDataDescriptionTrainer(IHostEnvironment environment, Options options)
        : base(environment, RegistrationName, options, PrototypeDataDescriptionModel.OutputColumns)
    {
    }

    private protected override void CheckLabel(SchemaShape inputSchema, string labelColumnName) =>
        ColumnCheck.ClassLabel(inputSchema, labelColumnName, nameof(inputSchema));

    private protected override (PrototypeDataDescriptionModel Model, float Threshold) Train(TrainingRun run)
    {
        var options = (Options)CheckedOptions;
        ClassRows rows = new ClassRowsReader(
            options.LabelColumnName, options.FeatureColumnName, options.SkipInvalidRows, options.MaximumTrainingRows, new SeedSequence(run.Seed).Rows,
            run.Channel, options.CancellationToken).Read(run.Input);
        ImageNetworkPlan.CheckWidth(options.ImageShape, rows.Features.Width, options.FeatureColumnName);
        // Pixels lie in a known range, and one that was dark in all pictures says nothing when it isn't.
        GuardFitting? guard = null;
        if (options.ImageShape is null)
            (guard, rows) = GuardFitting.Begin(run, rows);
        torch.Device device = run.SelectDevice();
        run.Channel.Info(MessageSensitivity.None,
            $"Training on {rows.Unlabelled.Length} unlabelled rows and {rows.ByClass.Sum(c => c.Length)} labelled ones of {rows.ClassNames.Length} classes, {rows.Features.Width} features, on {device}, with seed {run.Seed}.");
        using var training = new PrototypeDataDescriptionTraining(options, rows, run.Seed, device, run.Reporter);
        return guard?.Finish(training.Run()) ?? training.Run();
    }
}
