using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Maps rows into several spheres, one for each group of them; the score is how far a row lies outside of the nearest one. It needs no labels.
/// </summary>
/// <remarks>
/// <para>
/// Ghafoori, Leckie: "Deep multi-sphere support vector data description", SDM 2020 (DMSVDD).
/// The README beside this file has the equations, and says what published code does otherwise.
/// </para>
/// <para>
/// The input is a features column, a vector of <see cref="float"/> of known size. Where the options name a label column, rows that it
/// calls anomalies are left out of the training.
/// The output are the columns PredictedLabel (<see cref="bool"/>), Score (<see cref="float"/>, a squared distance minus the square of a radius;
/// the larger the more anomalous) and <see cref="PrototypeColumns.FeatureContributions"/>. Unless told otherwise, the threshold is the
/// score that 10 % of the unlabelled rows exceed.
/// </para>
/// </remarks>
public sealed partial class MultiSphereSvddTrainer : BaselineTrainer<MultiSphereSvddModel>
{
    internal MultiSphereSvddTrainer(IHostEnvironment environment, Options options)
        : base(environment, MultiSphereSvddModel.Kind, options)
    {
    }

    // k-means, the radii and the numbers of rows in the spheres are measured on at most so many rows.
    private const int MaximumMeasuredRows = 5000;

    private protected override MultiSphereSvddModel Learn(BaselineTraining training)
    {
        var options = (Options)CheckedOptions;
        LayerActivation leaky = LayerActivation.LeakyRelu(0.01f);
        Network network = training.Create(training.HiddenLayers(leaky, bias: false).Dense(options.EmbeddingSize, bias: false));
        Network decoder = training.Create(training.HiddenLayersReversed(network.Outputs, leaky, bias: false).Dense(training.Inputs, bias: false));
        training.Minimize(
            "Pre-training", network.parameters().Concat(decoder.parameters()), training.Passes(training.Rows.Unlabelled, training.Seeds.Batches),
            x => (decoder.Forward(network.Forward(x)) - x).Squared().mean(),
            new PhaseSettings { Epochs = options.NumberOfPretrainingEpochs, GivesAModel = false });
        int[] measured = RowSample.Take(training.Rows.Unlabelled, MaximumMeasuredRows, training.Seeds.HoldOut);
        float[][] embedded = Embed();
        var spheres = new Spheres(KMeans.Fit(embedded, Math.Min(options.MaximumNumberOfSpheres, embedded.Length), training.Seeds.JointNoise).Centres, []);
        Tensor? centres = null, squaredRadii = null;
        training.Minimize(
            "Training", network.parameters(), training.Passes(training.Rows.Unlabelled, training.Seeds.JointBatches),
            x => MultiSphereSvddLoss.SoftBoundary(network.Forward(x), centres!, squaredRadii!, options.OutsideShare),
            new PhaseSettings { WeightDecay = options.L2Regularization, BeginEpoch = MeasureSpheres });
        spheres = spheres.Measure(Embed(), options.OutsideShare);
        return new MultiSphereSvddModel(training.BeginModel().With("network", network.Freeze())
            .With("centres", [.. spheres.Centres.SelectMany(c => c)]).With("squaredRadii", spheres.SquaredRadii));

        float[][] Embed() => [.. training.DeviceRows.Map(measured, network.Forward).Chunk(network.Outputs)];

        // They live as long as the dispose scope of the epoch.
        void MeasureSpheres(int epoch)
        {
            spheres = spheres.Measure(Embed(), options.OutsideShare);
            centres = tensor([.. spheres.Centres.SelectMany(c => c)], [spheres.Centres.Length, network.Outputs], device: training.Device);
            squaredRadii = tensor(spheres.SquaredRadii, device: training.Device);
        }
    }
}
