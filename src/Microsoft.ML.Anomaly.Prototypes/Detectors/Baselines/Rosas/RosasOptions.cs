namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class RosasTrainer
{
    /// <summary>Options of the <see cref="RosasTrainer"/>.</summary>
    public sealed class Options : BaselineOptions
    {
        /// <summary>The defaults.</summary>
        public Options()
            : base(hiddenSizes: [32], epochs: 30, batchSize: 128, learningRate: 5e-3)
        {
        }

        /// <summary>The width of the embedding. Default 32, valid from 1.</summary>
        public int EmbeddingSize { get; set; } = 32;

        /// <summary>The width of the hidden layer between embedding and score. Default 16, valid from 1.</summary>
        public int ScoreHiddenSize { get; set; } = 16;

        /// <summary>How much farther anomalies are to be in the embedding than unlabelled rows. Default 5, valid above 0.</summary>
        public float Margin { get; set; } = 5;

        /// <summary>The weight of the loss of scores; that of the embedding has the rest. Default 0.5, valid from 0 to 1.</summary>
        public float ScoreWeight { get; set; } = 0.5f;

        private protected override void ValidateOwn()
        {
            OptionCheck.AtLeast(EmbeddingSize, 1, nameof(EmbeddingSize));
            OptionCheck.AtLeast(ScoreHiddenSize, 1, nameof(ScoreHiddenSize));
            OptionCheck.Above(Margin, 0, nameof(Margin));
            OptionCheck.Between(ScoreWeight, 0, 1, nameof(ScoreWeight));
        }
    }
}
