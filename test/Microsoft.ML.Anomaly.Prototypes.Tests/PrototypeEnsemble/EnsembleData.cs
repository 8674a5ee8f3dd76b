namespace Microsoft.ML.Anomaly.Prototypes.Tests;

internal static class EnsembleData
{
    /// <summary>Enough training for <see cref="ToyData"/>, in a fraction of a second.</summary>
    public static PrototypeEnsembleTrainer.Options QuickOptions() => new()
    {
        Scales = [1, 4],
        NumberOfBags = 3,
        TreesPerBag = 3,
        NumberOfNetworks = 2,
        FirstHiddenSize = 16,
        SecondHiddenSize = 8,
        NumberOfSteps = 30,
        Seed = 3,
        Device = TrainingDevice.Cpu,
    };
}
