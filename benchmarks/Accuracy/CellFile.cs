using System.Text.Json;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>
/// The outcomes of all cells so far, a line of JSON each. Lines are only ever added; of several for one cell, the last one counts.
/// </summary>
internal sealed class CellFile
{
    private readonly Dictionary<CellKey, CellOutcome> _outcomes = [];

    /// <exception cref="InvalidDataException">A line is not an outcome.</exception>
    public CellFile(string path)
    {
        Path = path;
        if (!File.Exists(path))
            return;
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            try
            {
                Keep(JsonSerializer.Deserialize<CellOutcome>(line) ?? throw new JsonException());
            }
            catch (JsonException e)
            {
                throw new InvalidDataException($"{path}: line {number} is damaged; delete it, and its cell is run again.", e);
            }
        }
    }

    public string Path { get; }

    public IReadOnlyCollection<CellOutcome> Outcomes => _outcomes.Values;

    /// <summary>The cell's outcome, or null where it has not been run.</summary>
    public CellOutcome? Find(CellKey key) => _outcomes.GetValueOrDefault(key);

    public void Add(CellOutcome outcome)
    {
        File.AppendAllText(Path, JsonSerializer.Serialize(outcome) + "\n");
        Keep(outcome);
    }

    private void Keep(CellOutcome outcome) => _outcomes[outcome.Key] = outcome;
}
