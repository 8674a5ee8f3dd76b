using System;
using System.Linq;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>How lines are cut into fields; the checked form of the loader's options.</summary>
internal sealed record TextFormat
{
    /// <summary>One more than the largest possible index of a field.</summary>
    public const int FieldLimit = int.MaxValue;

    public char[] Separators { get; init; }
    public char EscapeChar { get; init; }
    public char DecimalMarker { get; init; }
    public bool AllowQuoting { get; init; }
    public bool AllowSparse { get; init; }
    public bool HasHeader { get; init; }
    public bool TrimWhitespace { get; init; }
    public bool ReadMultilines { get; init; }
    public bool MissingRealsAsNaNs { get; init; }
    public long MaxRows { get; init; }

    /// <summary>Number of fields of a line; 0 if not known.</summary>
    public int InputSize { get; init; }

    public bool SpaceSeparates => Separators.Contains(' ');

    public bool IsSeparator(char c) => Array.IndexOf(Separators, c) >= 0;

    public static TextFormat From(TextLoader.Options options)
    {
        if (options.Separators is not { Length: > 0 })
            throw Contracts.ExceptParam(nameof(options.Separators), "Must specify a separator");
        if (options.MaxRows < 0)
            throw Contracts.ExceptParam(nameof(options.MaxRows));
        if (options.InputSize < 0)
            throw Contracts.Except("inputSize");
        char marker = options.DecimalMarker;
        if (marker != '.' && marker != ',')
            throw Contracts.ExceptParam(nameof(options.DecimalMarker), $"Decimal marker cannot be the '{marker}' character. It must be '.' or ','.");
        char[] separators = options.Separators.Distinct().ToArray();
        foreach (char separator in separators)
            CheckSeparator(separator, options.AllowSparse);
        if (!options.AllowQuoting && marker == ',' && separators.Contains(','))
            throw Contracts.ExceptParam(nameof(options.AllowQuoting), "Quoting must be allowed if decimal marker and separator are the ',' character.");
        if (separators.Contains(options.EscapeChar))
            throw Contracts.ExceptParam(nameof(options.EscapeChar), $"EscapeChar '{options.EscapeChar}' can't be used both as EscapeChar and separator");

        return new TextFormat
        {
            Separators = separators,
            EscapeChar = options.EscapeChar,
            DecimalMarker = marker,
            AllowQuoting = options.AllowQuoting,
            AllowSparse = options.AllowSparse,
            // A header file stands for the header of the data files, which then have none.
            HasHeader = options.HasHeader && string.IsNullOrWhiteSpace(options.HeaderFile),
            TrimWhitespace = options.TrimWhitespace,
            ReadMultilines = options.AllowQuoting && options.ReadMultilines,
            MissingRealsAsNaNs = options.MissingRealsAsNaNs,
            MaxRows = options.MaxRows ?? long.MaxValue,
            InputSize = Math.Min(options.InputSize ?? 0, FieldLimit - 1),
        };
    }

    private static void CheckSeparator(char separator, bool allowSparse)
    {
        if (separator == ':' && allowSparse)
            throw Contracts.ExceptParam("Separator", "When the separator is colon, turn off allowSparse");
        if (separator != '\t' && (separator < ' ' || char.IsAsciiDigit(separator) || separator == '"'))
            throw Contracts.ExceptParam("Separator", $"Illegal separator: '{separator}'");
    }
}
