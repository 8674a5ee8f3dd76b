namespace ProtoAnomaly.Benchmarks;

/// <summary>What the authors' implementation of MNP takes on satellite.</summary>
internal static class AuthorsCode
{
    public const string Source =
        "MNP's authors' code on satellite, not measured in this run (PyTorch 1.13.1 on OpenBLAS, one thread, another machine while it was idle): joint step\n"
        + "4.9-5.8 ms with the building of its batch, pre-training step of eight rows 0.9-1.0 ms, whole fit 12.2 s with 17 epochs of the joint training.";
}
