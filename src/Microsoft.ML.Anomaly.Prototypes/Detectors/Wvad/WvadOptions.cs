using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class WvadTrainer
{
    /// <summary>Options of the <see cref="WvadTrainer"/>.</summary>
    /// <remarks>
    /// Symbols are those of Tan, Chen, Rahardja, Yang, Rahardja: "Weakly-supervised anomaly detection for multimodal data
    /// distributions", 2024 (arXiv 2406.09147). The paper gives the numbers of epochs and the two values of lambda, see
    /// <see cref="Published"/>; all other defaults are ours.
    /// </remarks>
    public sealed class Options : PrototypeTrainerOptions
    {
        /// <summary>The defaults.</summary>
        public Options()
            : base(AnomalyThreshold.Fixed(0.5f))
        {
        }

        /// <summary>
        /// K, the number of clusters of normal rows; 0 chooses it by the Bayesian information criterion of the mixture over the pre-trained
        /// latent vectors. Default 0, valid from 0. Better a known number than a chosen one; the paper has 2 or 3.
        /// </summary>
        public int NumberOfClusters { get; set; }

        /// <summary>The largest K that is tried when <see cref="NumberOfClusters"/> is 0. Default 10, valid from 1.</summary>
        public int MaximumNumberOfClusters { get; set; } = 10;

        /// <summary>J, the width of the latent space. Default 16, valid from 1; 8 is enough for up to ten features.</summary>
        public int LatentSize { get; set; } = 16;

        /// <summary>The width of the encoder's first and the decoder's last hidden layer. Default 128, valid from 1.</summary>
        public int OuterHiddenSize { get; set; } = 128;

        /// <summary>The width of the encoder's second and the decoder's first hidden layer. Default 64, valid from 1.</summary>
        public int InnerHiddenSize { get; set; } = 64;

        /// <summary>The width of the hidden layer of the score head. Default 32, valid from 1.</summary>
        public int ScoreHiddenSize { get; set; } = 32;

        /// <summary>Whether a cluster has one variance for all latent dimensions instead of one for each. Default false.</summary>
        public bool Isotropic { get; set; }

        /// <summary>
        /// Tau, the precision of the decoder's normal distribution: how much half the squared residual counts in the free energy. 0 takes
        /// 60 divided by the variance of the unlabelled rows, summed over the features as the network sees them, so that the
        /// reconstruction counts alike for data that spread widely and data that don't. Default 0, valid from 0.
        /// </summary>
        public float DecoderPrecision { get; set; }

        /// <summary>What is done with the free energies of the labelled anomalies. Default <see cref="Prototypes.AnomalyTerm.Hinge"/>.</summary>
        public AnomalyTerm AnomalyTerm { get; set; } = AnomalyTerm.Hinge;

        /// <summary>
        /// m of <see cref="Prototypes.AnomalyTerm.Hinge"/> and <see cref="Prototypes.AnomalyTerm.NegativeElbo"/>, in nats. Default 5, valid from 0.
        /// </summary>
        public float AnomalyMargin { get; set; } = 5;

        /// <summary>What the score head sees. Default <see cref="WvadFeatures.All"/>, valid with at least one of them.</summary>
        public WvadFeatures ScoreFeatures { get; set; } = WvadFeatures.All;

        /// <summary>Whether the cross-entropy of the scores trains the score head only, and not autoencoder and mixture. Default false.</summary>
        public bool DetachFeatures { get; set; }

        /// <summary>Where the mixture starts from. Default <see cref="Prototypes.MixtureInitialization.ExpectationMaximization"/>.</summary>
        public MixtureInitialization MixtureInitialization { get; set; } = MixtureInitialization.ExpectationMaximization;

        /// <summary>e1, the number of epochs that pre-train the autoencoder; 0 leaves it out. Default 50, valid from 0.</summary>
        public int NumberOfPretrainingEpochs { get; set; } = 50;

        /// <summary>e2, the number of epochs of the first stage of the joint training. Default 100, valid from 0.</summary>
        public int NumberOfFirstStageEpochs { get; set; } = 100;

        /// <summary>e3, the number of epochs of the second stage of the joint training. Default 400, valid from 0; one stage has at least one epoch.</summary>
        public int NumberOfSecondStageEpochs { get; set; } = 400;

        /// <summary>
        /// The second stage ends with the epoch in which it has taken this many steps, though it has fewer epochs then; 0 sets no limit,
        /// like the paper. An epoch of many rows has many steps, and long training teaches the score head that the anomalies hidden among
        /// the unlabelled rows are normal. Default 1000, valid from 0.
        /// </summary>
        public int MaximumNumberOfSecondStageSteps { get; set; } = 1000;

        /// <summary>
        /// Whether e1, e2 and e3 are the epochs in which the stages end, counted from the start of the pre-training, instead of the stages'
        /// lengths; they must then not fall. The paper's text is known to us second hand and allows both. Default false.
        /// </summary>
        public bool ScheduleIsCumulative { get; set; }

        /// <summary>Lambda of the first stage: the weight of the cross-entropy of the scores. Default 0.01, valid from 0.</summary>
        public float FirstStageScoreWeight { get; set; } = 0.01f;

        /// <summary>Lambda of the second stage. Default 1, valid from 0.</summary>
        public float SecondStageScoreWeight { get; set; } = 1;

        /// <summary>
        /// The share of the second stage's epochs, counted from the end, whose weights are averaged; where there is no second stage, of the
        /// first one's. With a constant learning rate the last weights are a matter of luck, and closer to the anomalies hidden among the
        /// unlabelled rows than the mean. 0 keeps the last ones. Default 1, valid from 0 to 1.
        /// </summary>
        /// <remarks>Izmailov et al., "Averaging weights leads to wider optima and better generalization", UAI 2018.</remarks>
        public double AveragedShare { get; set; } = 1;

        /// <summary>
        /// B, the largest number of unlabelled rows in a batch; an epoch sees each unlabelled row once, or those of
        /// <see cref="UnlabelledDraw"/>. Default 64, valid from 1.
        /// </summary>
        public int BatchSize { get; set; } = 64;

        /// <summary>The number of labelled anomalies in a batch, drawn with replacement. Default 8, valid from 1.</summary>
        public int AnomalyBatchSize { get; set; } = 8;

        /// <summary>
        /// The number of unlabelled rows, drawn anew for each epoch of joint training, that the batches of the epoch come from; 0 takes all
        /// of them. Default 0, valid from 0.
        /// </summary>
        public int UnlabelledDraw { get; set; }

        /// <summary>Adam's learning rate. Default 0.001, valid above 0.</summary>
        public double LearningRate { get; set; } = 1e-3;

        /// <summary>
        /// Whether to map each feature's training range to [0, 1], and rows that are scored by the same rule. Default true.
        /// </summary>
        public bool NormalizeFeatures { get; set; } = true;

        /// <summary>
        /// The paper's schedule: no limit of the second stage's steps, and the last weights instead of their mean. Better than the defaults
        /// where the unlabelled rows are known to be normal, worse where anomalies hide among them, and two or three times as long.
        /// </summary>
        public static Options Published() => new() { MaximumNumberOfSecondStageSteps = 0, AveragedShare = 0 };

        /// <summary>The lengths of pre-training, first and second stage of the joint training.</summary>
        internal (int Pretraining, int First, int Second) Schedule => ScheduleIsCumulative
            ? (NumberOfPretrainingEpochs, NumberOfFirstStageEpochs - NumberOfPretrainingEpochs, NumberOfSecondStageEpochs - NumberOfFirstStageEpochs)
            : (NumberOfPretrainingEpochs, NumberOfFirstStageEpochs, NumberOfSecondStageEpochs);

        private protected override void Validate()
        {
            OptionCheck.AtLeast(NumberOfClusters, 0, nameof(NumberOfClusters));
            OptionCheck.AtLeast(MaximumNumberOfClusters, 1, nameof(MaximumNumberOfClusters));
            OptionCheck.AtLeast(LatentSize, 1, nameof(LatentSize));
            OptionCheck.AtLeast(OuterHiddenSize, 1, nameof(OuterHiddenSize));
            OptionCheck.AtLeast(InnerHiddenSize, 1, nameof(InnerHiddenSize));
            OptionCheck.AtLeast(ScoreHiddenSize, 1, nameof(ScoreHiddenSize));
            OptionCheck.AtLeast(DecoderPrecision, 0, nameof(DecoderPrecision));
            OptionCheck.Defined(AnomalyTerm, nameof(AnomalyTerm));
            OptionCheck.AtLeast(AnomalyMargin, 0, nameof(AnomalyMargin));
            OptionCheck.Flags(ScoreFeatures, WvadFeatures.All, nameof(ScoreFeatures));
            OptionCheck.Defined(MixtureInitialization, nameof(MixtureInitialization));
            OptionCheck.AtLeast(NumberOfPretrainingEpochs, 0, nameof(NumberOfPretrainingEpochs));
            OptionCheck.AtLeast(NumberOfFirstStageEpochs, ScheduleIsCumulative ? NumberOfPretrainingEpochs : 0, nameof(NumberOfFirstStageEpochs));
            int least = ScheduleIsCumulative
                ? Math.Max(NumberOfFirstStageEpochs, NumberOfPretrainingEpochs + 1)
                : NumberOfFirstStageEpochs == 0 ? 1 : 0;
            OptionCheck.AtLeast(NumberOfSecondStageEpochs, least, nameof(NumberOfSecondStageEpochs));
            OptionCheck.AtLeast(MaximumNumberOfSecondStageSteps, 0, nameof(MaximumNumberOfSecondStageSteps));
            OptionCheck.AtLeast(FirstStageScoreWeight, 0, nameof(FirstStageScoreWeight));
            OptionCheck.AtLeast(SecondStageScoreWeight, 0, nameof(SecondStageScoreWeight));
            OptionCheck.Between(AveragedShare, 0, 1, nameof(AveragedShare));
            OptionCheck.AtLeast(BatchSize, 1, nameof(BatchSize));
            OptionCheck.AtLeast(AnomalyBatchSize, 1, nameof(AnomalyBatchSize));
            OptionCheck.AtLeast(UnlabelledDraw, 0, nameof(UnlabelledDraw));
            OptionCheck.Above(LearningRate, 0, nameof(LearningRate));
        }
    }
}
