using System;
using System.Globalization;
using System.Linq;

namespace Microsoft.ML.Data;

/// <summary>Values as the text of fields, such that the loader reads them back.</summary>
internal static class FieldWriter
{
    /// <summary>The text of a value; the default value's is what sparse lines leave out.</summary>
    public static Func<T, string> For<T>(PrimitiveDataViewType type, char separator)
    {
        if (type is KeyDataViewType key)
            return value => Key(Convert.ToUInt64(value, CultureInfo.InvariantCulture), key.Count);
        Delegate format = type.RawType switch
        {
            var t when t == typeof(float) => (Func<float, string>)(v => float.IsNaN(v) ? "?" : v.ToString("R", CultureInfo.InvariantCulture)),
            var t when t == typeof(double) => (Func<double, string>)(v => double.IsNaN(v) ? "?" : v.ToString("G17", CultureInfo.InvariantCulture)),
            var t when t == typeof(bool) => (Func<bool, string>)(v => v ? "1" : "0"),
            var t when t == typeof(ReadOnlyMemory<char>) => (Func<ReadOnlyMemory<char>, string>)(v => Text(v.ToString(), separator)),
            var t when t == typeof(TimeSpan) => (Func<TimeSpan, string>)(v => $"\"{v:c}\""),
            var t when t == typeof(DateTime) => (Func<DateTime, string>)(v => $"\"{v:o}\""),
            var t when t == typeof(DateTimeOffset) => (Func<DateTimeOffset, string>)(v => $"\"{v:o}\""),
            _ => (Func<T, string>)(v => ((IFormattable)v).ToString(null, CultureInfo.InvariantCulture)),
        };
        return (Func<T, string>)format;
    }

    /// <summary>Quotes text that would not be read back as it is.</summary>
    public static string Text(string text, char separator)
    {
        bool plain = text.Length > 0 && text[0] != ' ' && !text.Any(c => c == separator || c is '"' or ':' or '\n');
        return plain ? text : $"\"{text.Replace("\"", "\"\"")}\"";
    }

    // In text, keys count from 0; a missing key is an empty field.
    private static string Key(ulong raw, ulong count) => raw == 0 || raw > count ? "" : (raw - 1).ToString(CultureInfo.InvariantCulture);
}
