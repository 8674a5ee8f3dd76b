namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class EgbadTrainer
{
    /// <summary>Options of the <see cref="EgbadTrainer"/>.</summary>
    public sealed class Options : GenerativeOptions
    {
        /// <summary>The defaults.</summary>
        public Options()
            : base(epochs: 50, batchSize: 100, learningRate: 2e-4)
        {
        }

        /// <summary>The share of the score that is the discriminator's; the rest is that of the reconstruction. Default 0.1, valid from 0 to 1.</summary>
        public float DiscriminatorShare { get; set; } = 0.1f;

        private protected override void ValidateGenerative() => OptionCheck.Between(DiscriminatorShare, 0, 1, nameof(DiscriminatorShare));
    }
}
