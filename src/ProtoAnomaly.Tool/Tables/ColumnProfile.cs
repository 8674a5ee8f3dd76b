using System.Globalization;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>What the values of a column look like.</summary>
/// <param name="mostCategories">The number of distinct values up to which they are counted.</param>
internal sealed class ColumnProfile(int mostCategories)
{
    private readonly HashSet<string> _distinct = new(StringComparer.Ordinal);

    public long Missing { get; private set; }

    public long Numbers { get; private set; }

    public long Texts { get; private set; }

    /// <summary>Number of distinct values other than missing ones, at most one more than is counted.</summary>
    public int Distinct => _distinct.Count;

    /// <summary>A value that is no number.</summary>
    public string? ExampleText { get; private set; }

    public void Add(string value)
    {
        if (MissingValue.Is(value))
        {
            Missing++;
            return;
        }
        if (float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number))
        {
            Numbers++;
        }
        else
        {
            Texts++;
            ExampleText ??= value;
        }
        if (_distinct.Count <= mostCategories)
            _distinct.Add(value);
    }
}
