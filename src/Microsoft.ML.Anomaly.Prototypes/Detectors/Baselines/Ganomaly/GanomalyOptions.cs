namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class GanomalyTrainer
{
    /// <summary>Options of the <see cref="GanomalyTrainer"/>.</summary>
    public sealed class Options : GenerativeOptions
    {
        /// <summary>The defaults.</summary>
        public Options()
            : base(epochs: 50, batchSize: 64, learningRate: 2e-4)
        {
        }

        /// <summary>w_adv: the weight of the difference of the discriminator's features. Default 1, valid from 0.</summary>
        public float AdversarialWeight { get; set; } = 1;

        /// <summary>w_con: the weight of the difference between a row and its reconstruction. Default 50, valid from 0.</summary>
        public float ReconstructionWeight { get; set; } = 50;

        /// <summary>w_enc: the weight of the difference between the two codes. Default 1, valid from 0.</summary>
        public float CodeWeight { get; set; } = 1;

        private protected override void ValidateGenerative()
        {
            OptionCheck.AtLeast(AdversarialWeight, 0, nameof(AdversarialWeight));
            OptionCheck.AtLeast(ReconstructionWeight, 0, nameof(ReconstructionWeight));
            OptionCheck.AtLeast(CodeWeight, 0, nameof(CodeWeight));
        }
    }
}
