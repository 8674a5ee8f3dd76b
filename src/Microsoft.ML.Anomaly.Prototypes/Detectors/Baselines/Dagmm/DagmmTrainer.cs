using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Models codes and reconstruction errors of an autoencoder by a Gaussian mixture that is learned with it; the score is a row's energy in the mixture. It needs no labels.
/// </summary>
/// <remarks>
/// <para>
/// Zong, Song, Min, Cheng, Lumezanu, Cho, Chen: "Deep autoencoding Gaussian mixture model for unsupervised anomaly detection", ICLR 2018.
/// The README beside this file has the equations, and says what published code does otherwise.
/// </para>
/// <para>
/// The input is a features column, a vector of <see cref="float"/> of known size. Where the options name a label column, rows that it
/// calls anomalies are left out of the training.
/// The output are the columns PredictedLabel (<see cref="bool"/>), Score (<see cref="float"/>, minus a logarithm of density, any number;
/// the larger the more anomalous) and <see cref="PrototypeColumns.FeatureContributions"/>. Unless told otherwise, the threshold is the
/// score that 10 % of the unlabelled rows exceed.
/// </para>
/// </remarks>
public sealed partial class DagmmTrainer : BaselineTrainer<DagmmModel>
{
    internal DagmmTrainer(IHostEnvironment environment, Options options)
        : base(environment, DagmmModel.Kind, options)
    {
    }

    private protected override DagmmModel Learn(BaselineTraining training)
    {
        var options = (Options)CheckedOptions;
        LayerActivation tanh = LayerActivation.Tanh;
        Network encoder = training.Create(training.HiddenLayers(tanh, bias: true).Dense(options.CodeSize));
        Network decoder = training.Create(training.HiddenLayersReversed(options.CodeSize, tanh, bias: true).Dense(training.Inputs));
        Network hidden = training.Create(NetworkPlan.Input(options.CodeSize + DagmmMixture.Figures).Dense(options.EstimationHiddenSize, tanh));
        Network estimation = training.Create(NetworkPlan.Input(hidden.Outputs).Dense(options.NumberOfComponents));
        DeviceNoise noise = training.CreateNoise();
        training.Minimize(
            "Training", new[] { encoder, decoder, hidden, estimation }.SelectMany(network => network.parameters()),
            training.Passes(training.Rows.Unlabelled, training.Seeds.Batches),
            x =>
            {
                (Tensor z, Tensor reconstruction) = DagmmMixture.Represent(x, encoder, decoder);
                Tensor kept = hidden.Forward(z) * DagmmMixture.Dropout(noise, x.shape[0], hidden.Outputs);
                return DagmmLoss.Terms(x, reconstruction, z, estimation.Forward(kept).softmax(1), options.EnergyWeight, options.CovarianceWeight);
            },
            new PhaseSettings { MaximumGradientNorm = options.MaximumGradientNorm }, DagmmLoss.Names);
        return new DagmmModel(DagmmMixture
            .Measure(training, options.CodeSize + DagmmMixture.Figures, x => DagmmMixture.Represent(x, encoder, decoder).Z, z => estimation.Forward(hidden.Forward(z)).softmax(1))
            .AddTo(training.BeginModel().With("encoder", encoder.Freeze()).With("decoder", decoder.Freeze())));
    }
}
