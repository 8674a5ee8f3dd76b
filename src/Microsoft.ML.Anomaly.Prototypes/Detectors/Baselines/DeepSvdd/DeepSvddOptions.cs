namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class DeepSvddTrainer
{
    /// <summary>Options of the <see cref="DeepSvddTrainer"/>.</summary>
    public sealed class Options : UnlabelledOptions
    {
        /// <summary>The defaults.</summary>
        public Options()
            : base(hiddenSizes: [100, 50], epochs: 10, batchSize: 64, learningRate: 1e-3)
        {
        }

        /// <summary>r, the width of the embedding. Default 128, valid from 1.</summary>
        public int EmbeddingSize { get; set; } = 128;

        /// <summary>What is minimised. Default <see cref="DeepSvddObjective.OneClass"/>.</summary>
        public DeepSvddObjective Objective { get; set; }

        /// <summary>
        /// Nu: with a soft boundary, the share of the rows that may lie outside of the sphere. Default 0.1, valid above 0, at most 1.
        /// </summary>
        public float OutsideShare { get; set; } = 0.1f;

        /// <summary>With a soft boundary, the number of epochs before there is a sphere. Default 10, valid from 0.</summary>
        public int NumberOfWarmUpEpochs { get; set; } = 10;

        /// <summary>The number of epochs that train the network as the encoder of an autoencoder; 0 leaves it out. Default 20, valid from 0.</summary>
        public int NumberOfPretrainingEpochs { get; set; } = 20;

        /// <summary>How strongly the squares of the weights add to the loss. Default 0.000001, valid from 0.</summary>
        public double L2Regularization { get; set; } = 1e-6;

        private protected override void ValidateUnlabelled()
        {
            OptionCheck.AtLeast(EmbeddingSize, 1, nameof(EmbeddingSize));
            OptionCheck.Defined(Objective, nameof(Objective));
            OptionCheck.Above(OutsideShare, 0, nameof(OutsideShare));
            OptionCheck.Between(OutsideShare, 0, 1, nameof(OutsideShare));
            OptionCheck.AtLeast(NumberOfWarmUpEpochs, 0, nameof(NumberOfWarmUpEpochs));
            OptionCheck.AtLeast(NumberOfPretrainingEpochs, 0, nameof(NumberOfPretrainingEpochs));
            OptionCheck.AtLeast(L2Regularization, 0, nameof(L2Regularization));
        }
    }
}
