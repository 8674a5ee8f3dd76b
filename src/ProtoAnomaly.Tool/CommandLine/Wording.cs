using System.Globalization;
using System.Text.RegularExpressions;

namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>Parts of messages.</summary>
internal static partial class Wording
{
    /// <summary>Names, the first dozen of them.</summary>
    public static string Some(IReadOnlyList<string> names)
    {
        const int most = 12;
        return names.Count <= most ? string.Join(", ", names) : $"{string.Join(", ", names.Take(most))} and {names.Count - most} more";
    }

    /// <summary>A sentence that offers the name most like a misspelt one; empty where none is like it.</summary>
    public static string DidYouMean(string misspelt, IEnumerable<string> names)
    {
        string? closest = names.Where(name => name != misspelt).MinBy(name => Distance(misspelt, name));
        return closest is not null && Distance(misspelt, closest) <= Math.Max(misspelt.Length, closest.Length) / 3 ? $" Did you mean '{closest}'?" : "";
    }

    /// <summary>What an exception says of an argument, in the words of the command line: "LatentSize=0: ...".</summary>
    public static string OfArgument(ArgumentException e)
    {
        string setting = e is ArgumentOutOfRangeException { ActualValue: { } value, ParamName: { } name } ? string.Create(CultureInfo.InvariantCulture, $"{name}={value}: ") : "";
        return setting + Bare(e);
    }

    /// <summary>The message without what .NET adds to it for programmers.</summary>
    public static string Bare(Exception e) => OneLine(Additions().Replace(e.Message, ""));

    /// <summary>A separator as people call it.</summary>
    public static string Quoted(char separator) => separator == '\t' ? "tab" : $"'{separator}'";

    /// <summary>A value as it has to be written on a command line: in quotes where a shell would read more into it.</summary>
    public static string Argument(string value) => Plain().IsMatch(value) ? value : $"\"{value.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>A count with its noun.</summary>
    public static string Count(long count, string one, string? several = null) => $"{count} {(count == 1 ? one : several ?? one + "s")}";

    public static string OneLine(string text) => string.Join(' ', text.Split('\n', '\r').Select(line => line.Trim()).Where(line => line.Length > 0));

    // Levenshtein's, without regard to case.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }

    [GeneratedRegex(@"^[\w./\\:,+=-]+\z")]
    private static partial Regex Plain();

    [GeneratedRegex(@"\s*(\(Parameter '[^']*'\)|\r?\nActual value was .*)")]
    private static partial Regex Additions();
}
