namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class MultiSphereSvddTrainer
{
    /// <summary>Options of the <see cref="MultiSphereSvddTrainer"/>.</summary>
    public sealed class Options : UnlabelledOptions
    {
        /// <summary>The defaults.</summary>
        public Options()
            : base(hiddenSizes: [100, 50], epochs: 50, batchSize: 64, learningRate: 1e-3)
        {
        }

        /// <summary>r, the width of the embedding. Default 128, valid from 1.</summary>
        public int EmbeddingSize { get; set; } = 128;

        /// <summary>K, the number of spheres at first; of fewer rows, as many. Default 10, valid from 1.</summary>
        public int MaximumNumberOfSpheres { get; set; } = 10;

        /// <summary>
        /// Nu: the share of a sphere's rows that may lie outside of it; a sphere with less than this share of the rows of the fullest one is
        /// dropped. Default 0.1, valid above 0, at most 1.
        /// </summary>
        public float OutsideShare { get; set; } = 0.1f;

        /// <summary>The number of epochs that train the network as the encoder of an autoencoder. Default 50, valid from 1.</summary>
        public int NumberOfPretrainingEpochs { get; set; } = 50;

        /// <summary>How strongly the squares of the weights add to the loss. Default 0.000001, valid from 0.</summary>
        public double L2Regularization { get; set; } = 1e-6;

        private protected override void ValidateUnlabelled()
        {
            OptionCheck.AtLeast(EmbeddingSize, 1, nameof(EmbeddingSize));
            OptionCheck.AtLeast(MaximumNumberOfSpheres, 1, nameof(MaximumNumberOfSpheres));
            OptionCheck.Above(OutsideShare, 0, nameof(OutsideShare));
            OptionCheck.Between(OutsideShare, 0, 1, nameof(OutsideShare));
            OptionCheck.AtLeast(NumberOfPretrainingEpochs, 1, nameof(NumberOfPretrainingEpochs));
            OptionCheck.AtLeast(L2Regularization, 0, nameof(L2Regularization));
        }
    }
}
