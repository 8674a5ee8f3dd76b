namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class MultiNormalPrototypesTrainer
{
    /// <summary>Options of the <see cref="MultiNormalPrototypesTrainer"/>.</summary>
    /// <remarks>
    /// Symbols are those of Dong, Liu, Ren, Xiong, Wu: "Multi-Normal Prototypes Learning for Weakly Supervised Anomaly
    /// Detection", 2024 (arXiv 2408.14498); defaults are those of the authors' code but where they say otherwise.
    /// </remarks>
    public sealed class Options : PrototypeTrainerOptions
    {
        /// <summary>Options at their defaults. The threshold is 0.5, half way between the targets of training.</summary>
        public Options()
            : base(AnomalyThreshold.Fixed(0.5f))
        {
        }

        /// <summary>K, the number of prototypes; 0 chooses it by the silhouette coefficient. Default 0, valid from 0.</summary>
        public int NumberOfPrototypes { get; set; }

        /// <summary>The largest K that is tried when <see cref="NumberOfPrototypes"/> is 0. Default 10, valid from 2.</summary>
        public int MaximumNumberOfPrototypes { get; set; } = 10;

        /// <summary>H, the width of the latent space. Default 8, valid from 1.</summary>
        public int LatentSize { get; set; } = 8;

        /// <summary>
        /// The width of the hidden layers of encoder and decoder; 0 takes D - floor((D - H) / 2) for D features, but no more than
        /// <see cref="MaximumHiddenSize"/>. Default 0, valid from 0.
        /// </summary>
        public int HiddenSize { get; set; }

        /// <summary>
        /// The largest width that is chosen when <see cref="HiddenSize"/> is 0: on wide data the authors' rule makes millions of weights. 0
        /// sets no bound, as in the authors' code. Default 128, valid from 0.
        /// </summary>
        public int MaximumHiddenSize { get; set; } = 128;

        /// <summary>What the encoder makes of a row. Default <see cref="EncoderKind.Plain"/>.</summary>
        public EncoderKind Encoder { get; set; } = EncoderKind.Plain;

        /// <summary>
        /// The variance that a variational autoencoder takes the features to have around their reconstruction, in the unit of the squared scaled
        /// features: how much the divergence of the latent distribution counts beside the squared error. Default 0.01, valid above 0.
        /// </summary>
        public float DecoderVariance { get; set; } = 0.01f;

        /// <summary>The width of the hidden layer of the score head. Default 16, valid from 1.</summary>
        public int ScoreHiddenSize { get; set; } = 16;

        /// <summary>Alpha, the degree of the Student-t kernel that turns distances into similarities. Default 1, valid above 0.</summary>
        public float KernelDegree { get; set; } = 1;

        /// <summary>
        /// Beta, how strongly an unlabelled row's similarity to its prototype raises its weight; 0 weighs all alike. Default 1, valid from 0.
        /// </summary>
        public float WeightSlope { get; set; } = 1;

        /// <summary>
        /// m1, by how much the reconstruction error of labelled anomalies should exceed that of unlabelled rows. Default 0.02, valid from 0.
        /// </summary>
        public float ReconstructionMargin { get; set; } = 0.02f;

        /// <summary>
        /// How much the reconstruction errors of labelled anomalies count beside those of unlabelled rows; 0 leaves them out.
        /// Default 1, valid from 0.
        /// </summary>
        public float AnomalyReconstructionWeight { get; set; } = 1;

        /// <summary>The weight of the contrastive part of the prototype loss; 0 leaves it out. Default 1, valid from 0.</summary>
        public float ContrastWeight { get; set; } = 1;

        /// <summary>Lambda, the weight of the clustering part of the prototype loss; 0 leaves it out. Default 1, valid from 0.</summary>
        public float ClusteringWeight { get; set; } = 1;

        /// <summary>How the clustering loss is summed up. Default <see cref="Prototypes.KlReduction.Sum"/>.</summary>
        public KlReduction KlReduction { get; set; } = KlReduction.Sum;

        /// <summary>
        /// Whether the clustering's target is a constant of the step, as in deep embedding clustering, instead of moving along as in
        /// the authors' code. Default false.
        /// </summary>
        public bool DetachKlTarget { get; set; }

        /// <summary>What the score head sees. Default <see cref="ScoreInputs.All"/>, valid with at least one of them.</summary>
        public ScoreInputs ScoreInputs { get; set; } = ScoreInputs.All;

        /// <summary>
        /// Where the first prototypes come from. Default <see cref="Prototypes.PrototypeInitialization.UnlabelledRows"/>.
        /// </summary>
        public PrototypeInitialization PrototypeInitialization { get; set; } = PrototypeInitialization.UnlabelledRows;

        /// <summary>
        /// Whether k-means works on latent vectors of unit length, between which all later distances are taken, instead of on the latent
        /// vectors as they are, as in the authors' code. Default false.
        /// </summary>
        public bool SphericalClustering { get; set; }

        /// <summary>How the three losses are weighed. Default <see cref="LossBalancing.Detached"/>.</summary>
        public LossBalancing Balancing { get; set; } = LossBalancing.Detached;

        /// <summary>T, the temperature of the balancing: the larger, the more alike the weights. Default 2, valid above 0.</summary>
        public float BalancingTemperature { get; set; } = 2;

        /// <summary>B, the number of unlabelled rows in a batch. Default 128, valid from 1.</summary>
        public int BatchSize { get; set; } = 128;

        /// <summary>The number of labelled anomalies in a batch, drawn with replacement. Default 8, valid from 1.</summary>
        public int AnomalyBatchSize { get; set; } = 8;

        /// <summary>
        /// The number of unlabelled rows, drawn anew for each epoch of joint training, that the batches of the epoch come from; 0 takes all
        /// of them. Default 0, valid from 0.
        /// </summary>
        public int UnlabelledDraw { get; set; }

        /// <summary>The number of batches that make an epoch. Default 64, valid from 1.</summary>
        public int BatchesPerEpoch { get; set; } = 64;

        /// <summary>The number of unlabelled rows in a batch of the pre-training. Default 128, valid from 1. The authors' code trains on
        /// 8 of the 128 rows of a batch: it takes the others for anomalies and leaves them out.</summary>
        public int PretrainingBatchSize { get; set; } = 128;

        /// <summary>The largest number of epochs of each of the three stages of pre-training; 0 leaves it out. Default 200, valid from 0.</summary>
        public int MaximumNumberOfPretrainingEpochs { get; set; } = 200;

        /// <summary>
        /// The largest number of epochs of joint training where labelled anomalies are held out for early stopping. Default 200, valid from 1.
        /// </summary>
        public int MaximumNumberOfEpochs { get; set; } = 200;

        /// <summary>
        /// The number of epochs of joint training where there are too few labelled anomalies to hold some out. Default 30, valid from 1.
        /// Too long a training teaches the score head that the anomalies hidden among the unlabelled rows are normal.
        /// </summary>
        public int NumberOfEpochsWithoutValidation { get; set; } = 30;

        /// <summary>
        /// The largest number of steps of joint training, whatever the numbers of epochs say; 0 sets no limit. Default 0, valid from 0.
        /// An epoch that it cuts short counts as one.
        /// </summary>
        public int MaximumNumberOfSteps { get; set; }

        /// <summary>
        /// The share of those epochs, counted from the end, whose weights are averaged: with a constant learning rate the weights of
        /// one single epoch are a matter of luck. 0 keeps those of the last one. Default 0.5, valid from 0 to 1.
        /// </summary>
        /// <remarks>Izmailov et al., "Averaging weights leads to wider optima and better generalization", UAI 2018.</remarks>
        public double AveragedShare { get; set; } = 0.5;

        /// <summary>
        /// From this many labelled anomalies on, a fifth of them is held out for early stopping. Default 25, valid from 5.
        /// </summary>
        public int MinimumAnomaliesForValidation { get; set; } = 25;

        /// <summary>Epochs without improvement after which a stage of the training stops. Default 15, valid from 1.</summary>
        public int Patience { get; set; } = 15;

        /// <summary>An epoch has improved when it is better than the best one by more than this. Default 0.0001, valid from 0.</summary>
        public double MinimumImprovement { get; set; } = 1e-4;

        /// <summary>Adam's learning rate. Default 0.005, valid above 0.</summary>
        public double LearningRate { get; set; } = 0.005;

        /// <summary>The weight of the L2 penalty, added to the gradient. Default 0.0005, valid from 0.</summary>
        public double L2Regularization { get; set; } = 5e-4;

        /// <summary>The standard deviation of the noise that pre-training adds to the layers' inputs. Default 0.05, valid from 0.</summary>
        public float NoiseScale { get; set; } = 0.05f;

        /// <summary>
        /// The standard deviation of the noise that joint training adds to the features, drawn anew whenever a row is shown. Its unit is
        /// Scott's bandwidth, n^(-1/(D + 4)) times the feature's standard deviation over the n unlabelled rows of D features: the denser
        /// the rows, the less. Default 0.6, valid from 0; the authors' code has none.
        /// </summary>
        /// <remarks>
        /// The score head can tell single rows apart, and so learns the anomalies hidden among the unlabelled rows as normal; noise takes
        /// that from it. Bishop, "Training with noise is equivalent to Tikhonov regularization", Neural Computation 7, 1995; Scott,
        /// "Multivariate Density Estimation", 1992.
        /// </remarks>
        public float JointNoiseScale { get; set; } = 0.6f;

        /// <summary>
        /// Whether to map each feature's training range to [0, 1], and rows that are scored by the same rule. The decoder's last
        /// activation favours such values. It does nothing to features that already have that range. Default true.
        /// </summary>
        public bool NormalizeFeatures { get; set; } = true;

        /// <summary>
        /// The behaviour of the authors' code. It needs validation data with true labels: use
        /// <see cref="Fit(IDataView, IDataView)"/>. The one difference left is that the best weights are restored even where the largest
        /// number of epochs ends the training.
        /// </summary>
        public static Options Official() => new()
        {
            Balancing = LossBalancing.Differentiable,
            PretrainingBatchSize = 8,
            MaximumHiddenSize = 0,
            PrototypeInitialization = PrototypeInitialization.ValidationNormals,
            JointNoiseScale = 0,
        };

        private protected override void Validate()
        {
            OptionCheck.AtLeast(NumberOfPrototypes, 0, nameof(NumberOfPrototypes));
            OptionCheck.AtLeast(MaximumNumberOfPrototypes, 2, nameof(MaximumNumberOfPrototypes));
            OptionCheck.AtLeast(LatentSize, 1, nameof(LatentSize));
            OptionCheck.AtLeast(HiddenSize, 0, nameof(HiddenSize));
            OptionCheck.AtLeast(MaximumHiddenSize, 0, nameof(MaximumHiddenSize));
            OptionCheck.Defined(Encoder, nameof(Encoder));
            OptionCheck.Above(DecoderVariance, 0, nameof(DecoderVariance));
            OptionCheck.AtLeast(ScoreHiddenSize, 1, nameof(ScoreHiddenSize));
            OptionCheck.Above(KernelDegree, 0, nameof(KernelDegree));
            OptionCheck.AtLeast(WeightSlope, 0, nameof(WeightSlope));
            OptionCheck.AtLeast(ReconstructionMargin, 0, nameof(ReconstructionMargin));
            OptionCheck.AtLeast(AnomalyReconstructionWeight, 0, nameof(AnomalyReconstructionWeight));
            OptionCheck.AtLeast(ContrastWeight, 0, nameof(ContrastWeight));
            OptionCheck.AtLeast(ClusteringWeight, 0, nameof(ClusteringWeight));
            OptionCheck.Defined(KlReduction, nameof(KlReduction));
            OptionCheck.Flags(ScoreInputs, ScoreInputs.All, nameof(ScoreInputs));
            OptionCheck.Defined(PrototypeInitialization, nameof(PrototypeInitialization));
            OptionCheck.Defined(Balancing, nameof(Balancing));
            OptionCheck.Above(BalancingTemperature, 0, nameof(BalancingTemperature));
            OptionCheck.AtLeast(BatchSize, 1, nameof(BatchSize));
            OptionCheck.AtLeast(AnomalyBatchSize, 1, nameof(AnomalyBatchSize));
            OptionCheck.AtLeast(UnlabelledDraw, 0, nameof(UnlabelledDraw));
            OptionCheck.AtLeast(BatchesPerEpoch, 1, nameof(BatchesPerEpoch));
            OptionCheck.AtLeast(PretrainingBatchSize, 1, nameof(PretrainingBatchSize));
            OptionCheck.AtLeast(MaximumNumberOfPretrainingEpochs, 0, nameof(MaximumNumberOfPretrainingEpochs));
            OptionCheck.AtLeast(MaximumNumberOfEpochs, 1, nameof(MaximumNumberOfEpochs));
            OptionCheck.AtLeast(NumberOfEpochsWithoutValidation, 1, nameof(NumberOfEpochsWithoutValidation));
            OptionCheck.AtLeast(MaximumNumberOfSteps, 0, nameof(MaximumNumberOfSteps));
            OptionCheck.Between(AveragedShare, 0, 1, nameof(AveragedShare));
            OptionCheck.AtLeast(MinimumAnomaliesForValidation, 5, nameof(MinimumAnomaliesForValidation));
            OptionCheck.AtLeast(Patience, 1, nameof(Patience));
            OptionCheck.AtLeast(MinimumImprovement, 0, nameof(MinimumImprovement));
            OptionCheck.Above(LearningRate, 0, nameof(LearningRate));
            OptionCheck.AtLeast(L2Regularization, 0, nameof(L2Regularization));
            OptionCheck.AtLeast(NoiseScale, 0, nameof(NoiseScale));
            OptionCheck.AtLeast(JointNoiseScale, 0, nameof(JointNoiseScale));
        }
    }
}
