namespace ProtoAnomaly.Benchmarks;

/// <summary>What the authors' implementation of MNP takes on satellite.</summary>
internal static class AuthorsCode
{
    public const string Source =
        "The authors' figures were not measured in this run: authors' code (PyTorch 1.13.1 on OpenBLAS, one thread), measured on the machine\n"
        + "of the reference figures while it was idle, on satellite. A ratio says little where this machine is another one or busy.";

    /// <summary>Milliseconds of a joint step with 128 + 8 rows and four prototypes, and 0.23 ms to build its batch.</summary>
    public static readonly (double Low, double High) JointStep = (4.7 + 0.23, 5.6 + 0.23);

    /// <summary>Milliseconds of a pre-training step, and 0.33 ms to build its batch of eight rows.</summary>
    public static readonly (double Low, double High) PretrainingStep = (0.6 + 0.33, 0.7 + 0.33);

    /// <summary>Seconds of a fit whose joint training took 17 epochs.</summary>
    public static readonly (double Low, double High) WholeFit = (12.2, 12.2);
}
