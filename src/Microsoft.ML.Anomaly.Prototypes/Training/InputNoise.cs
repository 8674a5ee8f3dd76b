namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Gaussian noise on the inputs of a network, another one each time that a row is shown.</summary>
/// <param name="scale">Its standard deviation in units of each feature's own.</param>
/// <param name="deviation">The features' standard deviations as the network sees them.</param>
/// <param name="random">The only source of randomness.</param>
internal sealed class InputNoise(float scale, float[] deviation, Random random)
{
    private readonly RowNoise _noise = new(scale, random);
    private int _shown;

    /// <param name="values">A row as the network sees it.</param>
    public void AddTo(Span<float> values) => _noise.AddTo(values, _shown++, deviation);
}
