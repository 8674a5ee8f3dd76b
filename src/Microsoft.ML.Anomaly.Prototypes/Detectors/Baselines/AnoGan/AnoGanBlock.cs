using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The score is what is left of the loss when the search for the most similar generated row has ended.</summary>
internal sealed class AnoGanBlock(BaselineParts parts) : IReconstructingBlock, ISelfExplainingBlock
{
    private readonly AnoGanSearch _search = new(parts.Network("generator"), parts.Network("trunk"), parts.Vector("start"), parts.Vector("search"));
    private readonly float[] _row = new float[parts.Inputs];

    public RowBlock Input { get; } = new(parts.Inputs);

    /// <summary>The generated rows.</summary>
    public RowBlock Reconstruction { get; } = new(parts.Inputs);

    public void Reconstruct(int rows) => Search(rows, []);

    public void Judge(int rows, Span<float> logits) => Search(rows, logits);

    /// <summary>What the score loses when a feature takes its value in the generated row, without a new search.</summary>
    public void Explain(ReadOnlySpan<float> row, Span<float> contributions)
    {
        float score = _search.Run(row);
        ReadOnlySpan<float> generated = _search.Generated;
        for (int i = 0; i < row.Length; i++)
        {
            row.CopyTo(_row);
            _row[i] = generated[i];
            contributions[i] = score - _search.LossOf(_row);
        }
    }

    private void Search(int rows, Span<float> logits)
    {
        for (int row = 0; row < rows; row++)
        {
            Input.CopyRow(row, _row);
            float score = _search.Run(_row);
            if (!logits.IsEmpty)
                logits[row] = score;
            Reconstruction.SetRow(row, _search.Generated);
        }
    }
}
