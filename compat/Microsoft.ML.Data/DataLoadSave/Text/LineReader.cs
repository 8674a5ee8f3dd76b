using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>A line of data and where it stands; lines are counted from 1.</summary>
internal readonly record struct TextLine(string Path, long Number, string Text);

/// <summary>The data lines of a source: without comments, empty lines and the header of each file.</summary>
internal static class LineReader
{
    public static IEnumerable<TextLine> Read(IMultiStreamSource source, TextFormat format, bool skipHeader)
    {
        long rows = 0;
        for (int i = 0; i < source.Count && rows < format.MaxRows; i++)
        {
            string path = source.GetPathOrNull(i);
            using TextReader reader = source.OpenTextReader(i);
            bool atStart = true;
            for (long number = 1; Next(reader, format, number, atStart) is { } text; number++)
            {
                if (text.Length == 0 || text.StartsWith("//", StringComparison.Ordinal) || atStart && text[0] == '#')
                    continue;
                bool isHeader = atStart && skipHeader;
                atStart = false;
                if (isHeader)
                    continue;
                yield return new TextLine(path, number, text);
                if (++rows >= format.MaxRows)
                    break;
            }
        }
    }

    private static string Next(TextReader reader, TextFormat format, long number, bool atStart)
    {
        string line = reader.ReadLine();
        if (!format.ReadMultilines || string.IsNullOrEmpty(line) || line.StartsWith("//", StringComparison.Ordinal) || atStart && line[0] == '#')
            return line;

        bool open = EndsInsideQuotes(line, format, startsInside: false);
        if (!open)
            return line;
        var joined = new StringBuilder(line);
        while (open)
        {
            line = reader.ReadLine() ?? throw new EndOfStreamException(
                $"A quoted field opened on line {number} was never closed, and we've read to the last line in the file without finding the closing quote");
            joined.Append('\n').Append(line);
            open = EndsInsideQuotes(line, format, startsInside: true);
        }
        return joined.ToString();
    }

    // Whether the last field of a line is quoted and not closed. After a malformed quoted field the rest of the
    // line does not count: it may hold anything.
    private static bool EndsInsideQuotes(string line, TextFormat format, bool startsInside)
    {
        bool inside = startsInside, fieldStart = !startsInside;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (inside)
            {
                if (c == format.EscapeChar && i + 1 < line.Length && (c != '"' || line[i + 1] == '"'))
                    i++;
                else if (c == '"')
                {
                    inside = false;
                    while (i + 1 < line.Length && line[i + 1] == ' ' && !format.SpaceSeparates)
                        i++;
                    if (i + 1 < line.Length && !format.IsSeparator(line[i + 1]))
                        return false;
                }
            }
            else if (format.IsSeparator(c))
                fieldStart = true;
            else if (fieldStart && c == '"')
            {
                inside = true;
                fieldStart = false;
            }
            else if (c != ' ')
                fieldStart = false;
        }
        return inside;
    }
}
