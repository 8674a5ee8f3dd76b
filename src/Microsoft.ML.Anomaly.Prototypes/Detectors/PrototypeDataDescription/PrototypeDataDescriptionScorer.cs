using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Embeds a row and compares its densities, in managed code.</summary>
internal sealed class PrototypeDataDescriptionScorer(PrototypeDataDescriptionModel model) : RowScorer
{
    private readonly Embedding.Scratch _scratch = model.Embedding.CreateScratch();
    private readonly float[] _embedded = new float[model.EmbeddingSize];
    private readonly float[] _logDensities = new float[model.NumberOfClasses];
    private readonly float[] _features = new float[model.NumberOfFeatures];
    private IScoreContributions? _contributions;
    private float[] _judged = [];
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
        else if (column == PrototypeColumns.FeatureContributions)
            Explain(destination);
        else
            base.WriteVector(column, destination);
    }

    public override void Run(ReadOnlySpan<float> features)
    {
        features[.._features.Length].CopyTo(_features);
        model.Embedding.Embed(features, _scratch).CopyTo(_embedded);
        model.Density.LogDensities(_embedded, _logDensities);
        _score = model.Density.ScoreOf(_logDensities);
    }

    private void Explain(Span<float> destination)
    {
        _contributions ??= model.CreateContributions();
        _contributions.Write(_features, _score, _embedded, Judge, destination);
    }

    // The score of another row than the one that Run was given, whose values stay.
    private float Judge(ReadOnlySpan<float> features)
    {
        if (_judged.Length == 0)
            _judged = new float[model.NumberOfClasses];
        model.Density.LogDensities(model.Embedding.Embed(features, _scratch), _judged);
        return model.Density.ScoreOf(_judged);
    }
}
