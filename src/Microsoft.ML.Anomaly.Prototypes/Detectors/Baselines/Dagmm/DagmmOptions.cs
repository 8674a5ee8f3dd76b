namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class DagmmTrainer
{
    /// <summary>Options of the <see cref="DagmmTrainer"/>.</summary>
    public sealed class Options : UnlabelledOptions
    {
        /// <summary>The defaults.</summary>
        public Options()
            : base(hiddenSizes: [60, 30, 10], epochs: 200, batchSize: 256, learningRate: 1e-4)
        {
        }

        /// <summary>The width of the code. Default 1, valid from 1.</summary>
        public int CodeSize { get; set; } = 1;

        /// <summary>K, the number of components of the mixture. Default 4, valid from 1.</summary>
        public int NumberOfComponents { get; set; } = 4;

        /// <summary>The width of the hidden layer that estimates which component a row belongs to. Default 10, valid from 1.</summary>
        public int EstimationHiddenSize { get; set; } = 10;

        /// <summary>Lambda 1: the weight of the mean energy. Default 0.1, valid from 0.</summary>
        public float EnergyWeight { get; set; } = 0.1f;

        /// <summary>Lambda 2: the weight of the inverse variances of the components. Default 0.005, valid from 0.</summary>
        public float CovarianceWeight { get; set; } = 0.005f;

        /// <summary>The length that gradients are shortened to; 0 leaves them as they are. Default 5, valid from 0.</summary>
        public float MaximumGradientNorm { get; set; } = 5;

        private protected override void ValidateUnlabelled()
        {
            OptionCheck.AtLeast(CodeSize, 1, nameof(CodeSize));
            OptionCheck.AtLeast(NumberOfComponents, 1, nameof(NumberOfComponents));
            OptionCheck.AtLeast(EstimationHiddenSize, 1, nameof(EstimationHiddenSize));
            OptionCheck.AtLeast(EnergyWeight, 0, nameof(EnergyWeight));
            OptionCheck.AtLeast(CovarianceWeight, 0, nameof(CovarianceWeight));
            OptionCheck.AtLeast(MaximumGradientNorm, 0, nameof(MaximumGradientNorm));
        }
    }
}
