using System.Text.Json.Serialization;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>What a feature holds, and so what becomes of it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ColumnKind>))]
internal enum ColumnKind
{
    /// <summary>Numbers; a missing one becomes the column's mean.</summary>
    Number,

    /// <summary>Categories; each becomes a feature of its own that is 0 or 1. A missing one, or one that was not seen in training, is 0 in all.</summary>
    Category,

    /// <summary>Categories of very many values: the feature is ln(1 + the number of training rows with the same value), 0 for one that is missing or new.</summary>
    CountedCategory,
}

/// <summary>What the detector sees of a column.</summary>
/// <param name="Name">Its name; for a part of a date the column's name and the part's, as in "when.Hour".</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Source">The column of the table.</param>
[method: JsonConstructor]
internal sealed record FeatureColumn(string Name, ColumnKind Kind, string Source)
{
    /// <param name="name">A column that is taken as it is.</param>
    /// <param name="kind">What it holds.</param>
    public FeatureColumn(string name, ColumnKind kind)
        : this(name, kind, name)
    {
    }

    /// <summary>How it writes its numbers.</summary>
    public NumberFormat Format { get; init; }

    /// <summary>What is taken from a date; null where the column is none.</summary>
    public DatePart? Part { get; init; }

    /// <summary>How it writes its dates.</summary>
    public DateOrder Order { get; init; }

    /// <summary>Texts that training met among its numbers, or numbers that stand for missing ones: all of them are read as missing.</summary>
    public IReadOnlyList<string> MissingMarks { get; init; } = [];
}

/// <summary>A column that the detector doesn't see, and why.</summary>
internal sealed record LeftOutColumn(string Name, string Reason);
