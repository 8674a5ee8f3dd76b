namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>An autoencoder with a score, for some rows at once.</summary>
internal interface IReconstructingBlock
{
    /// <summary>The scaled features: to be filled in.</summary>
    RowBlock Input { get; }

    /// <summary>What <see cref="Reconstruct"/> makes of them.</summary>
    RowBlock Reconstruction { get; }

    /// <summary>Reconstructs the first rows.</summary>
    void Reconstruct(int rows);

    /// <summary>The logits of the scores of the first rows.</summary>
    void Judge(int rows, Span<float> logits);
}

/// <summary>A detector that knows better what its score owes to each feature, or gets to know it with less work.</summary>
internal interface ISelfExplainingBlock
{
    /// <summary>How much of the score of a row is due to each of its scaled features.</summary>
    void Explain(ReadOnlySpan<float> row, Span<float> contributions);
}

/// <summary>
/// Says how much of a score is due to each feature: what the score's logit loses when the feature takes the value that the rest of the
/// row lets expect, and all else stays. The expected value is first that of the row's prototype, then what the autoencoder makes of it
/// together with the other features. The residual of a feature alone would say less: a network rebuilds an odd value it has seen, and
/// one odd value spoils the reconstruction of others.
/// </summary>
internal static class ExpectedValues
{
    // How often an expected value is refined: the first time the prototype's value is still in it.
    private const int Refinements = 2;

    /// <param name="block">The detector. What is in its block is lost.</param>
    /// <param name="row">The scaled row.</param>
    /// <param name="prototype">Its prototype, decoded and scaled.</param>
    /// <param name="logit">The logit of the row's score.</param>
    /// <param name="slots">The slot of each scaled feature.</param>
    /// <param name="contributions">A place for each slot; features that the network doesn't see contribute 0.</param>
    public static void WriteContributions(
        IReconstructingBlock block, ReadOnlySpan<float> row, ReadOnlySpan<float> prototype, float logit, ReadOnlySpan<int> slots,
        Span<float> contributions)
    {
        contributions.Clear();
        Span<float> logits = stackalloc float[RowBlock.Rows];
        for (int first = 0; first < row.Length; first += RowBlock.Rows)
        {
            int count = Math.Min(RowBlock.Rows, row.Length - first);
            for (int d = 0; d < row.Length; d++)
                block.Input[d].Fill(row[d]);
            for (int i = 0; i < count; i++)
                block.Input[first + i][i] = prototype[first + i];
            for (int pass = 0; pass < Refinements; pass++)
            {
                block.Reconstruct(count);
                for (int i = 0; i < count; i++)
                    block.Input[first + i][i] = block.Reconstruction[first + i][i];
            }
            block.Judge(count, logits);
            for (int i = 0; i < count; i++)
                contributions[slots[first + i]] = logit - logits[i];
        }
    }
}
