
namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// Fans one seed out to independent generators, one for each purpose, so that drawing more batches never
/// changes the initial weights, and the order in which the parts of a training ask for numbers does not matter.
/// </summary>
internal sealed class SeedSequence(int seed)
{
    // The numbers below are for the purposes.
    private const uint FirstPart = 1000;

    public Random Initialization => For(1);

    public Random Batches => For(2);

    public Random JointBatches => For(6);

    public Random Noise => For(3);

    public Random Clustering => For(4);

    public Random HoldOut => For(5);

    public Random JointNoise => For(7);

    public Random LatentNoise => For(8);

    public Random Shots => For(21);

    public Random Rows => For(24);

    public Random Extremes => For(22);

    public Random Projection => For(23);

    /// <summary>A sequence of its own for each part of a training that is made of like parts, such as folds.</summary>
    public SeedSequence Part(int part) => new(Mix((uint)part + FirstPart));

    // SplitMix64's finalizer: neighbouring seeds and purposes end far apart.
    private Random For(uint purpose) => new(Mix(purpose));

    private int Mix(uint purpose)
    {
        ulong x = ((ulong)(uint)seed << 32 | purpose) + 0x9E3779B97F4A7C15UL;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return (int)(x ^ (x >> 31));
    }
}
