using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class PrototypeDataDescriptionTrainer
{
    /// <summary>Options of the <see cref="PrototypeDataDescriptionTrainer"/>.</summary>
    /// <remarks>Symbols are those of Ando, Yamamoto: "Anomaly Detection via Few-shot Learning on Normality".</remarks>
    public sealed class Options : PrototypeTrainerOptions
    {
        // Smaller images have too few pixels for their class and turn to be told after all variations.
        private const int SmallestTurnedSide = 16;

        /// <summary>The default options; <see cref="PrototypeTrainerOptions.LabelColumnName"/> names the class column.</summary>
        public Options()
            : base(AnomalyThreshold.Contamination(0.05))
        {
        }

        /// <summary>
        /// The images' shape where the features are pixels; null for plain feature vectors. Default null,
        /// valid from 8x8 pixels on with as many values as the features column has slots.
        /// </summary>
        public ImageShape? ImageShape { get; set; }

        /// <summary>Which networks images get. Default <see cref="Prototypes.ImageNetwork.Compact"/>.</summary>
        public ImageNetwork ImageNetwork { get; set; } = ImageNetwork.Compact;

        /// <summary>The width of the hidden layer of a plain feature vector's embedding, where it is a network. Default 128, valid from 1.</summary>
        public int HiddenSize { get; set; } = 128;

        /// <summary>
        /// The width of a plain feature vector's embedding, and of what each network of <see cref="EmbeddingPretraining.Rotations"/> gives; other
        /// networks for images have widths of their own, and <see cref="EmbeddingPretraining.Whitening"/> keeps that of the features. Default 64, valid
        /// from 1.
        /// </summary>
        public int EmbeddingSize { get; set; } = 64;

        /// <summary>
        /// kappa, the number of prototypes of each class. Where more rows of a class are labelled, so many are drawn at random, and the
        /// others count as unlabelled; 0 takes all labelled rows. Default 20, valid from 0.
        /// </summary>
        public int ShotsPerClass { get; set; } = 20;

        /// <summary>
        /// What pre-trains the embedding. Default <see cref="EmbeddingPretraining.Auto"/>: <see cref="EmbeddingPretraining.Rotations"/> for
        /// images from 16x16 pixels on, <see cref="EmbeddingPretraining.Whitening"/> for smaller ones and for plain feature vectors.
        /// </summary>
        public EmbeddingPretraining Pretraining { get; set; } = EmbeddingPretraining.Auto;

        /// <summary>The number of epochs of pre-training. Default 2, valid from 0; the paper has 20 of larger size.</summary>
        public int NumberOfPretrainingEpochs { get; set; } = 2;

        /// <summary>The number of epochs of training by the prototype loss; 0 leaves it out. Default 4, valid from 0; the paper has 40 of larger size.</summary>
        public int NumberOfEpochs { get; set; } = 4;

        /// <summary>
        /// The number of steps that make an epoch; 0 makes an epoch of one pass over the unlabelled rows, as in the paper. Default 25, valid
        /// from 0.
        /// </summary>
        public int BatchesPerEpoch { get; set; } = 25;

        /// <summary>The number of unlabelled rows in a batch; fewer where there are fewer. Default 100, valid from 2.</summary>
        public int BatchSize { get; set; } = 100;

        /// <summary>The learning rate of the discriminator in the adversarial training. Default 0.0001, valid above 0; the notebook has 0.0002.</summary>
        public double LearningRate { get; set; } = 1e-4;

        /// <summary>How much larger the generator's learning rate is. Default 10, so that a light generator keeps up; valid above 0; the notebook has 2.</summary>
        public double GeneratorLearningRateFactor { get; set; } = 10;

        /// <summary>How many times as many rows the generator's step makes as there are in a batch. Default 1, valid from 1; the notebook has 2.</summary>
        public int GeneratorBatchFactor { get; set; } = 1;

        /// <summary>The size of the noise that the generator makes rows of. Default 100, valid from 1.</summary>
        public int NoiseSize { get; set; } = 100;

        /// <summary>The standard deviation of that noise. Default 1, valid above 0; the notebook has 0.1.</summary>
        public float NoiseScale { get; set; } = 1;

        /// <summary>Which loss draws the prototypes together and apart. Default <see cref="PrototypeLoss.InformationBottleneck"/>.</summary>
        public PrototypeLoss PrototypeLoss { get; set; } = PrototypeLoss.InformationBottleneck;

        /// <summary>
        /// Adam's learning rate for the prototype loss. The notebook's loss takes a tenth of it between classes. Default 0.0001, valid
        /// above 0; the notebook, whose training is longer, has 0.000002.
        /// </summary>
        public double PrototypeLearningRate { get; set; } = 1e-4;

        /// <summary>Beta, how much the distances between classes count beside those within. Default 3, valid from 0.</summary>
        public float InterWeight { get; set; } = 3;

        /// <summary>
        /// Whether L_intra and L_inter are sums over pairs, as the paper writes them, or means. There are many more pairs between classes than
        /// within, so that with sums classes drift apart faster than they contract. Default <see cref="Prototypes.PairReduction.Mean"/>.
        /// </summary>
        public PairReduction PairReduction { get; set; } = PairReduction.Mean;

        /// <summary>q_intra: of the distances within classes, those above this quantile are shortened. Default 0.5, valid from 0 to 1.</summary>
        public double IntraQuantile { get; set; } = 0.5;

        /// <summary>q_inter: of the distances between classes, those below this quantile are lengthened. Default 0.25, valid from 0 to 1.</summary>
        public double InterQuantile { get; set; } = 0.25;

        /// <summary>
        /// Whether the adversarial training goes on while the prototype loss trains the embedding, a step of each by turns, as in the
        /// notebook. Default false. Without pre-training there is none to go on.
        /// </summary>
        public bool KeepGanTraining { get; set; }

        /// <summary>
        /// How batch normalization treats the prototypes in that training. Default <see cref="PrototypeNormalization.Evaluation"/>.
        /// </summary>
        public PrototypeNormalization PrototypeNormalization { get; set; } = PrototypeNormalization.Evaluation;

        /// <summary>
        /// The number of networks that <see cref="EmbeddingPretraining.Rotations"/> trains side by side, from different initial weights; the
        /// embedding is that of all of them. Default 1, valid from 1.
        /// </summary>
        public int NumberOfNetworks { get; set; } = 1;

        /// <summary>The number of epochs of <see cref="EmbeddingPretraining.Rotations"/>. Default 6, valid from 1.</summary>
        public int NumberOfRotationEpochs { get; set; } = 6;

        /// <summary>
        /// The number of steps that make an epoch of <see cref="EmbeddingPretraining.Rotations"/>; 0 makes an epoch of one pass over the
        /// unlabelled rows. Default 100, valid from 0.
        /// </summary>
        public int BatchesPerRotationEpoch { get; set; } = 100;

        /// <summary>Adam's learning rate in <see cref="EmbeddingPretraining.Rotations"/>. Default 0.002, valid above 0.</summary>
        public double RotationLearningRate { get; set; } = 2e-3;

        /// <summary>
        /// Whether the network of <see cref="EmbeddingPretraining.Rotations"/> learns by how many quarters images have been turned, beside their classes.
        /// Leave it out where images have no upright, as those of cells or of the sky, so that nothing tells how they have been turned. Default true.
        /// </summary>
        public bool LearnsTurns { get; set; } = true;

        /// <summary>
        /// The number of channels of the first convolution of <see cref="EmbeddingPretraining.Rotations"/>; each next one has twice as many, up to
        /// four times as many. Default 12, valid from 1.
        /// </summary>
        public int RotationChannels { get; set; } = 12;

        /// <summary>
        /// How much the margins of <see cref="EmbeddingPretraining.Rotations"/> count beside the cross-entropy. Default 0.3, valid from 0.
        /// </summary>
        public float MarginWeight { get; set; } = 0.3f;

        /// <summary>
        /// The share of unlabelled rows that count as recognised by label propagation, those that it is surest of; for
        /// <see cref="EmbeddingPretraining.Rotations"/> and <see cref="EmbeddingPretraining.Whitening"/>. Default 0.7, valid from 0 to 1.
        /// </summary>
        public double RecognisedShare { get; set; } = 0.7;

        /// <summary>
        /// The largest number of unlabelled rows of a recognised class that stand beside the prototypes in the densities, after
        /// <see cref="EmbeddingPretraining.Rotations"/> and <see cref="EmbeddingPretraining.Whitening"/>. Default 2000, valid from 0.
        /// </summary>
        public int MaximumReferenceRows { get; set; } = 2000;

        /// <summary>
        /// How much <see cref="EmbeddingPretraining.Rotations"/> varies the images that it shows: 1 stands for turns by up to 12 degrees,
        /// shifts by a tenth of a side, scales and contrasts by 12 and 30 %, and noise; 0 for none. Default 1, valid from 0 to 2.
        /// </summary>
        public float AugmentationStrength { get; set; } = 1;

        /// <summary>w, the bandwidth of the kernels. Default <see cref="KernelBandwidth.Auto"/>.</summary>
        public KernelBandwidth Bandwidth { get; set; } = KernelBandwidth.Auto;

        /// <summary>How densities make a score. Default <see cref="Prototypes.DensityScore.Auto"/>.</summary>
        public DensityScore DensityScore { get; set; } = DensityScore.Auto;

        /// <summary>
        /// Gamma: with <see cref="DensityScore.OwnMembers"/>, how much it counts against a row that it is close to a second class as well. 0 has only the
        /// closest class count. Default 0.25, valid from 0 to 0.9.
        /// </summary>
        public float AmbiguityWeight { get; set; } = 0.25f;

        /// <summary>
        /// Whether to map each feature's training range to [-1, 1], which is the generator's range, and rows that are scored by the same
        /// rule. All pixels of images are mapped alike. Default true.
        /// </summary>
        public bool NormalizeFeatures { get; set; } = true;

        /// <summary>
        /// The paper's method: an adversarial network, the loss with margins, densities of the prototypes alone, scaled by those of other classes.
        /// Weaker than the defaults, and where it differs from the paper in lengths and rates, its README says so.
        /// </summary>
        public static Options Published() => new()
        {
            Pretraining = EmbeddingPretraining.Gan,
            DensityScore = DensityScore.LogDensity,
            Bandwidth = KernelBandwidth.RelativeToMedianIntra(0.25f),
        };

        /// <summary><see cref="Pretraining"/>, with what it is for these rows in place of Auto.</summary>
        internal EmbeddingPretraining EffectivePretraining => Pretraining != EmbeddingPretraining.Auto ? Pretraining
            : ImageShape is { } shape && Math.Min(shape.Height, shape.Width) >= SmallestTurnedSide ? EmbeddingPretraining.Rotations : EmbeddingPretraining.Whitening;

        /// <summary><see cref="DensityScore"/>, with what it is after the pre-training in place of Auto.</summary>
        internal DensityScore EffectiveDensityScore => DensityScore != DensityScore.Auto ? DensityScore
            : EffectivePretraining == EmbeddingPretraining.Rotations ? DensityScore.OwnMembers : DensityScore.Unscaled;

        /// <summary>Is given the model as it is between the two phases, to compare it with the one in the end. Default null.</summary>
        internal Action<PrototypeDataDescriptionModel>? AfterPretraining { get; set; }

        private protected override void Validate()
        {
            ImageNetworkPlan.Validate(ImageShape, ImageNetwork);
            OptionCheck.AtLeast(HiddenSize, 1, nameof(HiddenSize));
            OptionCheck.AtLeast(EmbeddingSize, 1, nameof(EmbeddingSize));
            OptionCheck.AtLeast(ShotsPerClass, 0, nameof(ShotsPerClass));
            OptionCheck.Defined(Pretraining, nameof(Pretraining));
            ValidateRotations();
            OptionCheck.AtLeast(NumberOfPretrainingEpochs, 0, nameof(NumberOfPretrainingEpochs));
            OptionCheck.AtLeast(NumberOfEpochs, 0, nameof(NumberOfEpochs));
            OptionCheck.AtLeast(BatchesPerEpoch, 0, nameof(BatchesPerEpoch));
            OptionCheck.AtLeast(BatchSize, 2, nameof(BatchSize));
            OptionCheck.Above(LearningRate, 0, nameof(LearningRate));
            OptionCheck.Above(GeneratorLearningRateFactor, 0, nameof(GeneratorLearningRateFactor));
            OptionCheck.AtLeast(GeneratorBatchFactor, 1, nameof(GeneratorBatchFactor));
            OptionCheck.AtLeast(NoiseSize, 1, nameof(NoiseSize));
            OptionCheck.Above(NoiseScale, 0, nameof(NoiseScale));
            OptionCheck.Defined(PrototypeLoss, nameof(PrototypeLoss));
            OptionCheck.Above(PrototypeLearningRate, 0, nameof(PrototypeLearningRate));
            OptionCheck.AtLeast(InterWeight, 0, nameof(InterWeight));
            OptionCheck.Defined(PairReduction, nameof(PairReduction));
            OptionCheck.Between(IntraQuantile, 0, 1, nameof(IntraQuantile));
            OptionCheck.Between(InterQuantile, 0, 1, nameof(InterQuantile));
            OptionCheck.Defined(PrototypeNormalization, nameof(PrototypeNormalization));
            OptionCheck.AtLeast(NumberOfNetworks, 1, nameof(NumberOfNetworks));
            OptionCheck.AtLeast(NumberOfRotationEpochs, 1, nameof(NumberOfRotationEpochs));
            OptionCheck.AtLeast(BatchesPerRotationEpoch, 0, nameof(BatchesPerRotationEpoch));
            OptionCheck.Above(RotationLearningRate, 0, nameof(RotationLearningRate));
            OptionCheck.AtLeast(RotationChannels, 1, nameof(RotationChannels));
            OptionCheck.AtLeast(MarginWeight, 0, nameof(MarginWeight));
            OptionCheck.Between(RecognisedShare, 0, 1, nameof(RecognisedShare));
            OptionCheck.AtLeast(MaximumReferenceRows, 0, nameof(MaximumReferenceRows));
            OptionCheck.Between(AugmentationStrength, 0, 2, nameof(AugmentationStrength));
            OptionCheck.Defined(DensityScore, nameof(DensityScore));
            OptionCheck.Between(AmbiguityWeight, 0, 0.9f, nameof(AmbiguityWeight));
            if (Threshold == AnomalyThreshold.BestF1)
                throw new ArgumentOutOfRangeException(nameof(Threshold), Threshold, "The option Threshold can't be BestF1, which needs labelled anomalies: this trainer sees none. Use Contamination or Fixed.");
        }

        private void ValidateRotations()
        {
            if (Pretraining == EmbeddingPretraining.Rotations && ImageShape is null)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(Pretraining), Pretraining,
                    "The option Pretraining can't be Rotations for plain feature vectors, which can't be turned. Set ImageShape where the features are pixels; else use Auto, Whitening, None, Gan or BiGan.");
            }
            if (EffectivePretraining == EmbeddingPretraining.Rotations && ImageNetwork != ImageNetwork.Compact)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(ImageNetwork), ImageNetwork, $"The option ImageNetwork is {ImageNetwork}, which is made for adversarial pre-training. Set Pretraining to Gan, BiGan or None, or leave ImageNetwork at Compact.");
            }
        }
    }
}
