using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes.MlNet;

/// <summary>Counts the rows that got no score because a feature is missing or infinite, and says so once at the end.</summary>
internal sealed class MissingScores(ScoringMapper mapper)
{
    private long _rows;
    private long _missing;

    public void Count(float score)
    {
        _rows++;
        if (float.IsNaN(score))
            _missing++;
    }

    public void Report()
    {
        if (_missing == 0)
            return;
        using IChannel channel = mapper.Channels.Start("Scoring");
        channel.Warning(MessageSensitivity.None,
            $"{_missing} of {_rows} rows have no score (NaN), and a PredictedLabel of false: the features column '{mapper.Features.Name}' has missing, infinite or too large values there. ReplaceMissingValues fills them in.");
        _missing = 0;
    }
}
