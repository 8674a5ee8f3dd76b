using System;
using System.Globalization;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Turns the text of a field into a value; false if that cannot be.</summary>
internal delegate bool FieldParser<T>(in ReadOnlyMemory<char> text, out T value);

/// <summary>The parsers of all item types.</summary>
internal static class FieldParsers
{
    /// <summary>Whether text that makes no value is read as the missing value, rather than being an error.</summary>
    public static bool HasMissing(PrimitiveDataViewType type) => IsReal(type) || type is KeyDataViewType;

    public static bool IsReal(PrimitiveDataViewType type) =>
        type.Equals(NumberDataViewType.Single) || type.Equals(NumberDataViewType.Double);

    public static FieldParser<T> For<T>(PrimitiveDataViewType type, TextFormat format) =>
        type is KeyDataViewType key ? (FieldParser<T>)Key<T>(key) : (FieldParser<T>)Plain(type, format);

    private static Delegate Plain(PrimitiveDataViewType type, TextFormat format)
    {
        char marker = format.DecimalMarker;
        bool emptyIsNaN = format.MissingRealsAsNaNs;
        return type.RawType switch
        {
            var t when t == typeof(float) => (FieldParser<float>)((in ReadOnlyMemory<char> text, out float value) => Real(text.Span, marker, emptyIsNaN, out value)),
            var t when t == typeof(double) => (FieldParser<double>)((in ReadOnlyMemory<char> text, out double value) => Real(text.Span, marker, emptyIsNaN, out value)),
            var t when t == typeof(sbyte) => Signed<sbyte>(sbyte.MaxValue, v => (sbyte)v),
            var t when t == typeof(short) => Signed<short>(short.MaxValue, v => (short)v),
            var t when t == typeof(int) => Signed<int>(int.MaxValue, v => (int)v),
            var t when t == typeof(long) => Signed<long>(long.MaxValue, v => v),
            var t when t == typeof(byte) => Unsigned<byte>(byte.MaxValue, v => (byte)v),
            var t when t == typeof(ushort) => Unsigned<ushort>(ushort.MaxValue, v => (ushort)v),
            var t when t == typeof(uint) => Unsigned<uint>(uint.MaxValue, v => (uint)v),
            var t when t == typeof(ulong) => Unsigned<ulong>(ulong.MaxValue, v => v),
            var t when t == typeof(bool) => (FieldParser<bool>)Boolean,
            var t when t == typeof(ReadOnlyMemory<char>) => (FieldParser<ReadOnlyMemory<char>>)Text,
            var t when t == typeof(TimeSpan) => (FieldParser<TimeSpan>)Duration,
            var t when t == typeof(DateTime) => (FieldParser<DateTime>)Date,
            var t when t == typeof(DateTimeOffset) => (FieldParser<DateTimeOffset>)DateWithOffset,
            _ => throw Contracts.ExceptNotSupp($"Text cannot be read as {type}."),
        };
    }

    private static bool Real(ReadOnlySpan<char> text, char marker, bool emptyIsNaN, out float value)
    {
        value = emptyIsNaN ? float.NaN : 0;
        return text.IsWhiteSpace() || RealParser.TryParse(text, marker, out value);
    }

    private static bool Real(ReadOnlySpan<char> text, char marker, bool emptyIsNaN, out double value)
    {
        value = emptyIsNaN ? double.NaN : 0;
        return text.IsWhiteSpace() || RealParser.TryParse(text, marker, out value);
    }

    // Digits only: no plus sign, no spaces, no separators of thousands.
    private static bool Magnitude(ReadOnlySpan<char> digits, ulong max, out ulong value)
    {
        value = 0;
        return ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= max;
    }

    private static FieldParser<T> Signed<T>(long max, Func<long, T> cast) => (in ReadOnlyMemory<char> text, out T value) =>
    {
        ReadOnlySpan<char> span = text.Span;
        bool negative = span.Length > 0 && span[0] == '-';
        ulong magnitude = 0;
        bool good = span.IsEmpty || Magnitude(negative ? span[1..] : span, negative ? (ulong)max + 1 : (ulong)max, out magnitude);
        value = good ? cast(unchecked(negative ? -(long)magnitude : (long)magnitude)) : default;
        return good;
    };

    private static FieldParser<T> Unsigned<T>(ulong max, Func<ulong, T> cast) => (in ReadOnlyMemory<char> text, out T value) =>
    {
        ulong magnitude = 0;
        bool good = text.IsEmpty || Magnitude(text.Span, max, out magnitude);
        value = good ? cast(magnitude) : default;
        return good;
    };

    // In text, keys count from 0; the value 0 of a key column is the missing key.
    private static Delegate Key<T>(KeyDataViewType type)
    {
        ulong max = type.Count - 1;
        bool Raw(ReadOnlySpan<char> text, out ulong raw)
        {
            raw = 0;
            if (text.IsEmpty || IsMissing(text))
                return true;
            if (!Magnitude(text, max, out ulong index))
                return false;
            raw = index + 1;
            return true;
        }
        FieldParser<TKey> Cast<TKey>(Func<ulong, TKey> cast) => (in ReadOnlyMemory<char> text, out TKey value) =>
        {
            bool good = Raw(text.Span, out ulong raw);
            value = cast(raw);
            return good;
        };
        return typeof(T) switch
        {
            var t when t == typeof(byte) => Cast(v => (byte)v),
            var t when t == typeof(ushort) => Cast(v => (ushort)v),
            var t when t == typeof(uint) => Cast(v => (uint)v),
            _ => Cast(v => v),
        };
    }

    private static bool IsMissing(ReadOnlySpan<char> text) =>
        text is "?" || text.Equals("NA", StringComparison.OrdinalIgnoreCase)
        || text.Equals("NaN", StringComparison.OrdinalIgnoreCase) || text.Equals("N/A", StringComparison.OrdinalIgnoreCase);

    private static bool Boolean(in ReadOnlyMemory<char> text, out bool value)
    {
        ReadOnlySpan<char> span = text.Span;
        value = OneOf(span, "1", "+", "+1", "t", "true", "y", "yes");
        return value || span.IsEmpty || OneOf(span, "0", "-", "-1", "f", "false", "n", "no");
    }

    private static bool OneOf(ReadOnlySpan<char> text, params string[] words)
    {
        foreach (string word in words)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    private static bool Text(in ReadOnlyMemory<char> text, out ReadOnlyMemory<char> value)
    {
        value = text;
        return true;
    }

    private static bool Duration(in ReadOnlyMemory<char> text, out TimeSpan value)
    {
        value = default;
        return text.IsEmpty || TimeSpan.TryParse(text.Span, CultureInfo.InvariantCulture, out value);
    }

    private static bool Date(in ReadOnlyMemory<char> text, out DateTime value)
    {
        value = default;
        return text.IsEmpty || DateTime.TryParse(text.Span, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out value);
    }

    private static bool DateWithOffset(in ReadOnlyMemory<char> text, out DateTimeOffset value)
    {
        value = default;
        return text.IsEmpty || DateTimeOffset.TryParse(text.Span, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);
    }
}
