namespace ProtoAnomaly.Tool.Tables;

/// <summary>How files write that a value is missing.</summary>
internal static class MissingValue
{
    private static readonly HashSet<string> Words = new(["", "?", "NA", "N/A", "#N/A", "NaN", "null", "none", "nil", "-", "<NA>"], StringComparer.OrdinalIgnoreCase);

    public static bool Is(string value) => Words.Contains(value.Trim());
}
