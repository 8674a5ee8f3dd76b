namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Says what each feature adds to the score of a row.</summary>
internal interface IScoreContributions
{
    /// <summary>Scores a row.</summary>
    delegate float Judge(ReadOnlySpan<float> features);

    /// <param name="features">A row.</param>
    /// <param name="score">Its score.</param>
    /// <param name="embedded">f(x)</param>
    /// <param name="judge">Scores other rows.</param>
    /// <param name="contributions">Receives a number for each slot of the features column.</param>
    void Write(ReadOnlySpan<float> features, float score, ReadOnlySpan<float> embedded, Judge judge, Span<float> contributions);
}
