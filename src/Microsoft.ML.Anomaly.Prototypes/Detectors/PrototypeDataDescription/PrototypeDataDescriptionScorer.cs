using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Embeds a row and compares its densities, in managed code.</summary>
internal sealed class PrototypeDataDescriptionScorer(PrototypeDataDescriptionModel model) : RowScorer
{
    private readonly Embedding.Scratch _scratch = model.Embedding.CreateScratch();
    private readonly float[] _embedded = new float[model.EmbeddingSize];
    private readonly float[] _logDensities = new float[model.NumberOfClasses];
    private float _score;

    public override float Score => _score;

    /// <summary>The class under which the row is densest.</summary>
    public override int Key(PrototypeColumns column)
    {
        if (column != PrototypeColumns.NearestClass)
            return base.Key(column);
        int nearest = 0;
        for (int n = 1; n < _logDensities.Length; n++)
        {
            if (_logDensities[n] > _logDensities[nearest])
                nearest = n;
        }
        return nearest;
    }

    public override void WriteVector(PrototypeColumns column, Span<float> destination)
    {
        if (column == PrototypeColumns.ClassDensities)
            _logDensities.CopyTo(destination);
        else if (column == PrototypeColumns.LatentVector)
            _embedded.CopyTo(destination);
        else
            base.WriteVector(column, destination);
    }

    public override void Run(ReadOnlySpan<float> features)
    {
        model.Embedding.Embed(features, _scratch).CopyTo(_embedded);
        model.Density.LogDensities(_embedded, _logDensities);
        _score = model.Density.ScoreOf(_logDensities);
    }
}
