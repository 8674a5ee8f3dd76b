using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>How a column writes its numbers. Currency signs, percent signs and spaces or apostrophes between thousands are read in any.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NumberFormat>))]
internal enum NumberFormat
{
    /// <summary>1234.5</summary>
    Point,

    /// <summary>1234,5</summary>
    Comma,

    /// <summary>1,234.5</summary>
    PointWithThousands,

    /// <summary>1.234,5</summary>
    CommaWithThousands,
}

/// <summary>Reads numbers.</summary>
internal static partial class Numbers
{
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly NumberFormatInfo Comma = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };
    private static readonly string[] CurrencyCodes = ["USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "BRL", "CAD", "AUD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF"];

    public static bool DecimalComma(this NumberFormat format) => format is NumberFormat.Comma or NumberFormat.CommaWithThousands;

    /// <summary>Reads a number that Single can hold.</summary>
    public static bool TryParse(string text, NumberFormat format, out float value)
    {
        NumberFormatInfo culture = format.DecimalComma() ? Comma : NumberFormatInfo.InvariantInfo;
        if (float.TryParse(text, Plain, culture, out value))
            return float.IsFinite(value);
        string bare = WithoutSigns(text);
        if (Spaced().IsMatch(bare))
            bare = Spaces().Replace(bare, "");
        if ((format == NumberFormat.PointWithThousands && PointGroups().IsMatch(bare)) || (format == NumberFormat.CommaWithThousands && CommaGroups().IsMatch(bare)))
            bare = bare.Replace(culture.NumberGroupSeparator, "", StringComparison.Ordinal);
        return bare != text && float.TryParse(bare, Plain, culture, out value) && float.IsFinite(value);
    }

    private static string WithoutSigns(string text)
    {
        string bare = text.Replace('\u2212', '-').Trim().TrimEnd('%').Trim();
        string sign = bare is ['-' or '+', ..] ? bare[..1] : "";
        bare = bare[sign.Length..].Trim();
        foreach (string code in CurrencyCodes)
        {
            if (bare.StartsWith(code, StringComparison.OrdinalIgnoreCase))
                bare = bare[code.Length..];
            else if (bare.EndsWith(code, StringComparison.OrdinalIgnoreCase))
                bare = bare[..^code.Length];
        }
        if (bare.Length > 0 && char.GetUnicodeCategory(bare[0]) == UnicodeCategory.CurrencySymbol)
            bare = bare[1..];
        else if (bare.Length > 0 && char.GetUnicodeCategory(bare[^1]) == UnicodeCategory.CurrencySymbol)
            bare = bare[..^1];
        bare = bare.Trim();
        return sign.Length > 0 && bare is ['-' or '+', ..] ? text : sign + bare;
    }

    [GeneratedRegex(@"^[+-]?\d{1,3}([ \u00A0\u202F'’]\d{3})+([.,]\d+)?$")]
    private static partial Regex Spaced();

    [GeneratedRegex(@"[ \u00A0\u202F'’]")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$")]
    private static partial Regex PointGroups();

    [GeneratedRegex(@"^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$")]
    private static partial Regex CommaGroups();
}
