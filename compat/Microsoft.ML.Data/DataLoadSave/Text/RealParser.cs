using System;
using System.Globalization;
using System.Linq;

namespace Microsoft.ML.Data;

/// <summary>
/// Real numbers in text: an optional sign, digits with a decimal marker, an exponent; "NaN", "Infinity" and their
/// symbols in exactly that spelling. Anything else is not a number.
/// </summary>
internal static class RealParser
{
    // Powers of ten: -323 (the smallest that is not 0) to 308.
    private const int MinPower = -323;
    private static readonly double[] Powers = Enumerable.Range(MinPower, 308 - MinPower + 1)
        .Select(e => double.Parse($"1e{e}", CultureInfo.InvariantCulture)).ToArray();

    public static bool TryParse(ReadOnlySpan<char> text, char decimalMarker, out float value)
    {
        value = float.NaN;
        if (!Trim(ref text))
            return false;
        if (Digits(text, decimalMarker, out bool negative, out ulong digits, out long exponent))
        {
            double result = digits == 0 || exponent < MinPower ? 0 : exponent > 308 ? double.PositiveInfinity : digits * Power(exponent);
            value = (float)(negative ? -result : result);
            return true;
        }
        bool special = Special(text, out double symbol);
        value = (float)symbol;
        return special;
    }

    public static bool TryParse(ReadOnlySpan<char> text, char decimalMarker, out double value)
    {
        value = double.NaN;
        if (!Trim(ref text))
            return false;
        if (!Digits(text, decimalMarker, out bool negative, out ulong digits, out long exponent))
            return Special(text, out value);
        // Up to 2^53 and 10^22 both factors are exact, and so one operation rounds correctly.
        if (digits < 1UL << 53 && Math.Abs(exponent) <= 22)
            value = exponent < 0 ? digits / Power(-exponent) : digits * Power(exponent);
        else
            value = double.Parse($"{digits}e{exponent}", CultureInfo.InvariantCulture);
        if (negative)
            value = -value;
        return true;
    }

    // Space may follow a number. Space in front is taken of a single character only, as the original does.
    private static bool Trim(ref ReadOnlySpan<char> text)
    {
        bool spaceInFront = text.Length > 0 && char.IsWhiteSpace(text[0]);
        text = text.TrimStart();
        if (spaceInFront && text.Length > 1)
            return false;
        text = text.TrimEnd();
        return true;
    }

    private static double Power(long exponent) => Powers[(int)exponent - MinPower];

    // The number is digits * 10^exponent. Digits beyond those that fit only move the exponent.
    private static bool Digits(ReadOnlySpan<char> text, char marker, out bool negative, out ulong digits, out long exponent)
    {
        const ulong full = (ulong.MaxValue - 9) / 10;
        int at = 0;
        digits = 0;
        exponent = 0;
        negative = text.Length > 0 && text[0] == '-';
        if (negative || text.Length > 0 && text[0] == '+')
            at++;
        int whole = 0, fraction = 0;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++, whole++)
        {
            if (digits < full)
                digits = 10 * digits + (uint)(text[at] - '0');
            else
                exponent++;
        }
        if (at < text.Length && text[at] == marker)
        {
            for (at++; at < text.Length && char.IsAsciiDigit(text[at]); at++, fraction++)
            {
                if (digits >= full)
                    continue;
                digits = 10 * digits + (uint)(text[at] - '0');
                exponent--;
            }
        }
        if (whole + fraction == 0)
            return false;
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            if (!int.TryParse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int power))
                return false;
            exponent += power;
            at = text.Length;
        }
        return at == text.Length;
    }

    private static bool Special(ReadOnlySpan<char> text, out double value)
    {
        (bool known, value) = text switch
        {
            "?" or "NaN" => (true, double.NaN),
            "Infinity" or "\u221E" => (true, double.PositiveInfinity),
            "-Infinity" or "-\u221E" => (true, double.NegativeInfinity),
            _ => (false, double.NaN),
        };
        return known;
    }
}
