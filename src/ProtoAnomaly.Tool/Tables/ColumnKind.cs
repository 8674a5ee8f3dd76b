using System.Text.Json.Serialization;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>What a column holds, and so what becomes of it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ColumnKind>))]
internal enum ColumnKind
{
    /// <summary>Numbers; a missing one becomes the column's mean.</summary>
    Number,

    /// <summary>Categories; each becomes a feature of its own that is 0 or 1. A missing one, or one that was not seen in training, is 0 in all.</summary>
    Category,
}

/// <summary>A column that the detector sees.</summary>
internal sealed record FeatureColumn(string Name, ColumnKind Kind);

/// <summary>A column that the detector doesn't see, and why.</summary>
internal sealed record LeftOutColumn(string Name, string Reason);
