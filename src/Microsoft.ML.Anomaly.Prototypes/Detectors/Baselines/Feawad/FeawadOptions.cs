using System.Collections.Immutable;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class FeawadTrainer
{
    /// <summary>Options of the <see cref="FeawadTrainer"/>.</summary>
    public sealed class Options : BaselineOptions
    {
        /// <summary>The defaults.</summary>
        public Options()
            : base(hiddenSizes: [128], epochs: 15, batchSize: 128, learningRate: 1e-3) =>
            BatchesPerEpoch = 20;

        /// <summary>The width of the code. Default 64, valid from 1.</summary>
        public int CodeSize { get; set; } = 64;

        /// <summary>The widths of the two hidden layers of the score. Default 256 and 32, valid with two numbers from 1.</summary>
        public ImmutableArray<int> ScoreHiddenSizes { get; set; } = [256, 32];

        /// <summary>The number of epochs that train the autoencoder alone; 0 leaves it out. Default 50, valid from 0.</summary>
        public int NumberOfPretrainingEpochs { get; set; } = 50;

        /// <summary>What scores and reconstruction errors of labelled anomalies are to reach. Default 5, valid above 0.</summary>
        public float Margin { get; set; } = 5;

        private protected override void ValidateOwn()
        {
            OptionCheck.AtLeast(CodeSize, 1, nameof(CodeSize));
            if (ScoreHiddenSizes.IsDefault || ScoreHiddenSizes.Length != 2)
                throw new ArgumentOutOfRangeException(nameof(ScoreHiddenSizes), "The option ScoreHiddenSizes must have two numbers.");
            foreach (int size in ScoreHiddenSizes)
                OptionCheck.AtLeast(size, 1, nameof(ScoreHiddenSizes));
            OptionCheck.AtLeast(NumberOfPretrainingEpochs, 0, nameof(NumberOfPretrainingEpochs));
            OptionCheck.Above(Margin, 0, nameof(Margin));
        }
    }
}
