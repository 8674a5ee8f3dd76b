using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The only phase of a generative training: networks that work against each other, a step of each for each batch.</summary>
internal static class GenerativePhase
{
    /// <summary>The largest number of training rows that thresholds are chosen on.</summary>
    public const int MaximumThresholdRows = 2000;

    /// <param name="training">The training.</param>
    /// <param name="step">One step of each network for a batch, [n, D], which gives the losses without gradients.</param>
    /// <param name="lossNames">What the losses are.</param>
    /// <param name="scoring">The networks that scores need.</param>
    /// <param name="firstAveragedEpoch">The first epoch whose weights enter the mean that is kept; above the number of epochs, the last ones are kept.</param>
    public static void Run(
        BaselineTraining training, Func<Tensor, Tensor> step, IReadOnlyList<string> lossNames, Network[] scoring, int firstAveragedEpoch = int.MaxValue)
    {
        BaselineOptions options = training.Options;
        var sampler = new EpochSampler(training.Rows.Unlabelled, options.BatchSize, batchesPerEpoch: 0, training.Seeds.Batches);
        var batches = new Batches(training.DeviceRows);
        // Counters of batches, which are whole numbers, have no mean.
        using KeptWeights kept = KeptWeights.MeanFrom(
            scoring.SelectMany(network => network.State).Where(values => values.is_floating_point()), firstAveragedEpoch);
        training.Loop.Run(new TrainingPhase("Training", options.NumberOfEpochs, options.BatchesFor(training.Rows.Unlabelled.Length), () => step(batches.Next()))
        {
            LossNames = lossNames,
            GivesAModel = true,
            BeginEpoch = (_, steps) => batches.Begin(sampler.Next(steps)),
            Keep = kept,
        });
    }
}
