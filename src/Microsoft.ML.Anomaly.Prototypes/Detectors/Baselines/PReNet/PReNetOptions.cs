namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class PReNetTrainer
{
    /// <summary>Options of the <see cref="PReNetTrainer"/>.</summary>
    public sealed class Options : BaselineOptions
    {
        /// <summary>The defaults.</summary>
        public Options()
            : base(hiddenSizes: [100, 50], epochs: 30, batchSize: 64, learningRate: 1e-3)
        {
        }

        /// <summary>The width of the features of a row that its pairs are judged by. Default 128, valid from 1.</summary>
        public int EmbeddingSize { get; set; } = 128;

        /// <summary>How strongly the squares of the weights add to the loss. Default 0, valid from 0.</summary>
        public double L2Regularization { get; set; }

        private protected override void ValidateOwn()
        {
            OptionCheck.AtLeast(EmbeddingSize, 1, nameof(EmbeddingSize));
            OptionCheck.AtLeast(L2Regularization, 0, nameof(L2Regularization));
            OptionCheck.AtLeast(BatchSize, 4, nameof(BatchSize));
        }
    }
}
