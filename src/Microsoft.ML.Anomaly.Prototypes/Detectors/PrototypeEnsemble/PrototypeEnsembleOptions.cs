using System.Collections.Immutable;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class PrototypeEnsembleTrainer
{
    /// <summary>Options of the <see cref="PrototypeEnsembleTrainer"/>. No default depends on the data.</summary>
    public sealed class Options : PrototypeTrainerOptions
    {
        /// <summary>Options at their defaults. The threshold is <see cref="AnomalyThreshold.ExpectedF1"/>.</summary>
        public Options()
            : base(AnomalyThreshold.ExpectedF1)
        {
        }

        /// <summary>Which heads judge a row. Default <see cref="EnsembleHeads.Both"/>, valid with at least one of them.</summary>
        public EnsembleHeads Heads { get; set; } = EnsembleHeads.Both;

        /// <summary>
        /// The number of rounds. In the second one, unlabelled rows that the first one takes for anomalies are learned as such. Default 2,
        /// valid from 1 to 2.
        /// </summary>
        public int Rounds { get; set; } = 2;

        /// <summary>
        /// With fewer labelled anomalies there is no second round: too much would hang on what the first one takes for anomalies. Default 4, valid from 1.
        /// </summary>
        public int MinimumAnomaliesForRound2 { get; set; } = 4;

        /// <summary>
        /// From which estimated probability on of being an anomaly an unlabelled row is learned as one in round 2. Default 0.6, valid above 0, up to 1.
        /// </summary>
        public double PromotionProbability { get; set; } = 0.6;

        /// <summary>
        /// F, the number of parts into which the unlabelled rows are split: the heads of a fold learn from its rows, and the prototypes that
        /// they look through from the rows of all other folds. There are fewer folds where they would have fewer than ten
        /// rows. Default 6, valid from 2 to 50.
        /// </summary>
        public int NumberOfFolds { get; set; } = 6;

        /// <summary>
        /// K for each scale of prototypes, from coarse to fine; each gives two channels. A scale with more prototypes than an eighth of
        /// the rows is left out, and one prototype remains where all would be. Default 1, 8, 32; empty means that heads see the features only. Valid with up to 16 numbers from 1,
        /// rising.
        /// </summary>
        public ImmutableArray<int> Scales { get; set; } = [1, 8, 32];

        /// <summary>The most rows that the prototypes of a fold are made of; of more, a random part is taken. Default 4000, valid from 2.</summary>
        public int MaximumPrototypeRows { get; set; } = 4000;

        /// <summary>
        /// The most rows of a fold that the heads draw from; of more, a random part is taken. Default 10000, valid from 10.
        /// </summary>
        public int MaximumFoldRows { get; set; } = 10_000;

        /// <summary>
        /// Whether every bag and every network sees a small random draw of a fold's unlabelled rows of its own, instead of all of them.
        /// Anomalies that hide among the unlabelled rows are rarely drawn, so they are not learned as normal. Default true.
        /// </summary>
        public bool Bagging { get; set; } = true;

        /// <summary>How many unlabelled rows a draw has for each labelled anomaly. Default 3, valid above 0.</summary>
        public double DrawRatio { get; set; } = 3;

        /// <summary>The smallest number of unlabelled rows in a draw. Default 60, valid from 1.</summary>
        public int MinimumDraw { get; set; } = 60;

        /// <summary>The largest share of a fold's rows in a draw; it goes before the two others. Default 0.7, valid above 0, up to 1.</summary>
        public double MaximumDrawShare { get; set; } = 0.7;

        /// <summary>The number of bags of trees in a fold. Default 6, valid from 1.</summary>
        public int NumberOfBags { get; set; } = 6;

        /// <summary>The number of trees in a bag. Default 5, valid from 1.</summary>
        public int TreesPerBag { get; set; } = 5;

        /// <summary>The share of the features that a tree tries at each split. Default 0.5, valid above 0, up to 1.</summary>
        public double SplitFeatureShare { get; set; } = 0.5;

        /// <summary>The number of networks in a fold. Default 4, valid from 1.</summary>
        public int NumberOfNetworks { get; set; } = 4;

        /// <summary>The width of a network's first hidden layer. Default 64, valid from 1.</summary>
        public int FirstHiddenSize { get; set; } = 64;

        /// <summary>The width of a network's second hidden layer. Default 32, valid from 1.</summary>
        public int SecondHiddenSize { get; set; } = 32;

        /// <summary>The number of steps that a network trains. Short training is part of the method. Default 100, valid from 1.</summary>
        public int NumberOfSteps { get; set; } = 100;

        /// <summary>The number of unlabelled rows in a network's batch. Default 96, valid from 1.</summary>
        public int BatchSize { get; set; } = 96;

        /// <summary>The number of labelled anomalies in a network's batch, drawn with replacement. Default 32, valid from 1.</summary>
        public int AnomalyBatchSize { get; set; } = 32;

        /// <summary>Adam's largest learning rate, after warm-up and before cosine decay. Default 0.005, valid above 0.</summary>
        public double LearningRate { get; set; } = 0.005;

        /// <summary>The decoupled weight decay. Default 0.01, valid from 0.</summary>
        public double WeightDecay { get; set; } = 0.01;

        /// <summary>The standard deviation of the noise on the standardised inputs of a network. Default 0.05, valid from 0.</summary>
        public float NoiseScale { get; set; } = 0.05f;

        /// <summary>
        /// Alpha of Mixup, which trains on mixtures of two rows with shares from the distribution Beta(alpha, alpha); 0 leaves it out.
        /// Default 0.4, valid from 0 to 1.
        /// </summary>
        /// <remarks>Zhang, Cisse, Dauphin, Lopez-Paz, "mixup: beyond empirical risk minimization", ICLR 2018.</remarks>
        public double MixupAlpha { get; set; } = 0.4;

        /// <summary>
        /// The largest number of folds whose prototypes and trees train at the same time; null takes as many as there are processors. The
        /// model is the same for any. Default null, valid from 1.
        /// </summary>
        public int? NumberOfThreads { get; set; }

        private protected override void Validate()
        {
            OptionCheck.Flags(Heads, EnsembleHeads.Both, nameof(Heads));
            OptionCheck.Between(Rounds, 1, 2, nameof(Rounds));
            OptionCheck.AtLeast(MinimumAnomaliesForRound2, 1, nameof(MinimumAnomaliesForRound2));
            OptionCheck.Above(PromotionProbability, 0, nameof(PromotionProbability));
            OptionCheck.Between(PromotionProbability, 0, 1, nameof(PromotionProbability));
            OptionCheck.Between(NumberOfFolds, 2, 50, nameof(NumberOfFolds));
            if (Scales.IsDefault)
                throw new ArgumentNullException(nameof(Scales));
            if (Scales.Length > 16)
                throw new ArgumentOutOfRangeException(nameof(Scales), Scales.Length, "The option Scales must have at most 16 numbers.");
            for (int i = 0; i < Scales.Length; i++)
                OptionCheck.AtLeast(Scales[i], i == 0 ? 1 : Scales[i - 1] + 1, nameof(Scales));
            OptionCheck.AtLeast(MaximumPrototypeRows, 2, nameof(MaximumPrototypeRows));
            OptionCheck.AtLeast(MaximumFoldRows, 10, nameof(MaximumFoldRows));
            OptionCheck.Above(DrawRatio, 0, nameof(DrawRatio));
            OptionCheck.AtLeast(MinimumDraw, 1, nameof(MinimumDraw));
            OptionCheck.Above(MaximumDrawShare, 0, nameof(MaximumDrawShare));
            OptionCheck.Between(MaximumDrawShare, 0, 1, nameof(MaximumDrawShare));
            OptionCheck.AtLeast(NumberOfBags, 1, nameof(NumberOfBags));
            OptionCheck.AtLeast(TreesPerBag, 1, nameof(TreesPerBag));
            OptionCheck.Above(SplitFeatureShare, 0, nameof(SplitFeatureShare));
            OptionCheck.Between(SplitFeatureShare, 0, 1, nameof(SplitFeatureShare));
            OptionCheck.AtLeast(NumberOfNetworks, 1, nameof(NumberOfNetworks));
            OptionCheck.AtLeast(FirstHiddenSize, 1, nameof(FirstHiddenSize));
            OptionCheck.AtLeast(SecondHiddenSize, 1, nameof(SecondHiddenSize));
            OptionCheck.AtLeast(NumberOfSteps, 1, nameof(NumberOfSteps));
            OptionCheck.AtLeast(BatchSize, 1, nameof(BatchSize));
            OptionCheck.AtLeast(AnomalyBatchSize, 1, nameof(AnomalyBatchSize));
            OptionCheck.Above(LearningRate, 0, nameof(LearningRate));
            OptionCheck.AtLeast(WeightDecay, 0, nameof(WeightDecay));
            OptionCheck.AtLeast(NoiseScale, 0, nameof(NoiseScale));
            OptionCheck.Between(MixupAlpha, 0, 1, nameof(MixupAlpha));
            if (NumberOfThreads is { } threads)
                OptionCheck.AtLeast(threads, 1, nameof(NumberOfThreads));
        }
    }
}
