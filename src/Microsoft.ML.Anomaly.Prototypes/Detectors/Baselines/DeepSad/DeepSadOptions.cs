namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class DeepSadTrainer
{
    /// <summary>Options of the <see cref="DeepSadTrainer"/>.</summary>
    public sealed class Options : BaselineOptions
    {
        /// <summary>The defaults.</summary>
        public Options()
            : base(hiddenSizes: [100, 50], epochs: 30, batchSize: 64, learningRate: 1e-3)
        {
        }

        /// <summary>r, the width of the embedding. Default 128, valid from 1.</summary>
        public int EmbeddingSize { get; set; } = 128;

        /// <summary>Eta: the weight of the labelled anomalies' inverse distances. Default 1, valid from 0.</summary>
        public float AnomalyWeight { get; set; } = 1;

        /// <summary>How strongly the squares of the weights add to the loss. Default 0.000001, valid from 0.</summary>
        public double L2Regularization { get; set; } = 1e-6;

        private protected override void ValidateOwn()
        {
            OptionCheck.AtLeast(EmbeddingSize, 1, nameof(EmbeddingSize));
            OptionCheck.AtLeast(AnomalyWeight, 0, nameof(AnomalyWeight));
            OptionCheck.AtLeast(L2Regularization, 0, nameof(L2Regularization));
        }
    }
}
