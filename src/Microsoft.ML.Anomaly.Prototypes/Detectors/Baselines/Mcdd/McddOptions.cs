namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class McddTrainer
{
    /// <summary>Options of the <see cref="McddTrainer"/>.</summary>
    public sealed class Options : ClassOptions
    {
        /// <summary>The defaults.</summary>
        public Options()
            : base(hiddenSizes: [128, 128], epochs: 10, batchSize: 200, learningRate: 1e-3)
        {
        }

        /// <summary>d, the width of the embedding. Default 128, valid from 1.</summary>
        public int EmbeddingSize { get; set; } = 128;

        /// <summary>Lambda: the weight of the distance from a row's own class. Default 1, valid from 0.</summary>
        public float DistanceWeight { get; set; } = 1;

        private protected override void ValidateClasses()
        {
            OptionCheck.AtLeast(EmbeddingSize, 1, nameof(EmbeddingSize));
            OptionCheck.AtLeast(DistanceWeight, 0, nameof(DistanceWeight));
        }
    }
}
