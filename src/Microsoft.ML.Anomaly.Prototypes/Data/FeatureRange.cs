namespace Microsoft.ML.Anomaly.Prototypes.Data;

/// <summary>The smallest and the largest value of each feature.</summary>
internal sealed class FeatureRange(int width)
{
    public float[] Minimum { get; } = [.. Enumerable.Repeat(float.PositiveInfinity, width)];

    public float[] Maximum { get; } = [.. Enumerable.Repeat(float.NegativeInfinity, width)];

    public void Add(ReadOnlySpan<float> row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            Minimum[i] = MathF.Min(Minimum[i], row[i]);
            Maximum[i] = MathF.Max(Maximum[i], row[i]);
        }
    }

    /// <exception cref="InvalidOperationException">No feature has two values.</exception>
    public void CheckThatSomethingVaries(string featureColumn)
    {
        if (!Minimum.Where((low, i) => low < Maximum[i]).Any())
            throw new InvalidOperationException($"Every feature of the column '{featureColumn}' is constant in the training data: there is nothing to learn from.");
    }
}
