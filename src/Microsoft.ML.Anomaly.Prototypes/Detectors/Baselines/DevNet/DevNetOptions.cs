namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class DevNetTrainer
{
    /// <summary>Options of the <see cref="DevNetTrainer"/>.</summary>
    public sealed class Options : BaselineOptions
    {
        /// <summary>The defaults.</summary>
        public Options()
            : base(hiddenSizes: [100, 50], epochs: 20, batchSize: 64, learningRate: 1e-3)
        {
        }

        /// <summary>The deviation from the reference that labelled anomalies are to have at least. Default 5, valid above 0.</summary>
        public float Margin { get; set; } = 5;

        /// <summary>How strongly the squares of the weights add to the loss. Default 0, valid from 0.</summary>
        public double L2Regularization { get; set; }

        private protected override void ValidateOwn()
        {
            OptionCheck.Above(Margin, 0, nameof(Margin));
            OptionCheck.AtLeast(L2Regularization, 0, nameof(L2Regularization));
        }
    }
}
