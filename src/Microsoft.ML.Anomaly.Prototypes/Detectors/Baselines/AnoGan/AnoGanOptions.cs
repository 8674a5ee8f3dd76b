namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class AnoGanTrainer
{
    /// <summary>Options of the <see cref="AnoGanTrainer"/>.</summary>
    public sealed class Options : GenerativeOptions
    {
        /// <summary>The defaults.</summary>
        public Options()
            : base(epochs: 50, batchSize: 64, learningRate: 2e-4)
        {
        }

        /// <summary>The number of steps of the search for the code of a row that is scored. Default 500, valid from 1 to 10,000.</summary>
        public int NumberOfSearchSteps { get; set; } = 500;

        /// <summary>Adam's learning rate in that search. Default 0.02, valid above 0.</summary>
        public float SearchRate { get; set; } = 0.02f;

        /// <summary>
        /// Lambda: the share of the score, and of what the search minimises, that is the discriminator's; the rest is that of the reconstruction.
        /// Default 0.1, valid from 0 to 1.
        /// </summary>
        public float DiscriminatorShare { get; set; } = 0.1f;

        private protected override void ValidateGenerative()
        {
            OptionCheck.Between(NumberOfSearchSteps, 1, AnoGanSearch.MostSteps, nameof(NumberOfSearchSteps));
            OptionCheck.Above(SearchRate, 0, nameof(SearchRate));
            OptionCheck.Between(DiscriminatorShare, 0, 1, nameof(DiscriminatorShare));
        }
    }
}
