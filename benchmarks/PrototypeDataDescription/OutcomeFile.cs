using System.Text.Json;
using System.Text.Json.Serialization;
using RankingMetrics = Microsoft.ML.Anomaly.Prototypes.Metrics.RankingMetrics;

namespace ProtoAnomaly.Benchmarks.DataDescription;

/// <summary>What was run.</summary>
internal sealed record OutcomeKey(string Set, string LeftOut, int Seed, int Rows, LabelDraw Labels, string Settings, bool Tunes);

/// <summary>How well scores rank.</summary>
internal sealed record RankingFigures(double RocArea, double AveragePrecision)
{
    public static RankingFigures Of(float[] scores, bool[] isAnomaly) =>
        new(RankingMetrics.AreaUnderRocCurve(scores, isAnomaly), RankingMetrics.AveragePrecision(scores, isAnomaly));
}

/// <summary>What came out.</summary>
internal sealed record Outcome(
    OutcomeKey Key, int UnlabelledRows, int Prototypes, int TestRows, int TestAnomalies, Dictionary<string, RankingFigures> Figures,
    double FitCpuSeconds, double ScoringMicroseconds);

/// <summary>The outcomes of all tasks so far, a line of JSON each, so that a run that was interrupted goes on where it ended.</summary>
internal sealed class OutcomeFile
{
    // Rankings without anomalies have no figures.
    private static readonly JsonSerializerOptions Format = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly string _path;
    private readonly List<Outcome> _outcomes = [];

    public OutcomeFile(string folder)
    {
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, "outcomes.jsonl");
        if (File.Exists(_path))
            _outcomes.AddRange(File.ReadLines(_path).Select(line => JsonSerializer.Deserialize<Outcome>(line, Format)!));
    }

    public IReadOnlyList<Outcome> All => _outcomes;

    public Outcome? Find(Func<Outcome, bool> predicate) => _outcomes.FirstOrDefault(predicate);

    public void Add(Outcome outcome)
    {
        File.AppendAllText(_path, JsonSerializer.Serialize(outcome, Format) + "\n");
        _outcomes.Add(outcome);
    }
}
