namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>Every trainer of the library: a new one is added here, and the contract's tests run over it.</summary>
internal static class TrainerRegistry
{
    public static IReadOnlyList<TrainerContract> All { get; } =
    [
        new MultiNormalPrototypesContract(),
        new WvadContract(),
        new PrototypeDataDescriptionContract(EmbeddingPretraining.Gan),
        new PrototypeDataDescriptionContract(EmbeddingPretraining.Whitening),
        new PrototypeEnsembleContract(),
        .. BaselineContracts.All,
    ];

    public static TrainerContract Get(string name) => All.Single(trainer => trainer.Name == name);
}
