namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class RepenTrainer
{
    /// <summary>Options of the <see cref="RepenTrainer"/>.</summary>
    public sealed class Options : BaselineOptions
    {
        /// <summary>The defaults.</summary>
        public Options()
            : base(hiddenSizes: [], epochs: 30, batchSize: 128, learningRate: 1e-3) =>
            BatchesPerEpoch = 50;

        /// <summary>The width of the embedding. Default 20, valid from 1.</summary>
        public int EmbeddingSize { get; set; } = 20;

        /// <summary>How much larger the squared distance to an anomaly is to be than that to an unlabelled row. Default 1000, valid above 0.</summary>
        public float Margin { get; set; } = 1000;

        /// <summary>The number of random subsamples of 8 rows, in each of which the two nearest neighbours count. Default 50, valid from 1.</summary>
        public int NumberOfSubsamples { get; set; } = 50;

        private protected override void ValidateOwn()
        {
            OptionCheck.AtLeast(EmbeddingSize, 1, nameof(EmbeddingSize));
            OptionCheck.Above(Margin, 0, nameof(Margin));
            OptionCheck.AtLeast(NumberOfSubsamples, 1, nameof(NumberOfSubsamples));
        }
    }
}
