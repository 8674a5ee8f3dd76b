using System.Globalization;
using System.Text.Json.Serialization;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>In which order a column writes the parts of a date.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DateOrder>))]
internal enum DateOrder
{
    YearFirst,
    DayFirst,
    MonthFirst,
}

/// <summary>What a feature takes from a date.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DatePart>))]
internal enum DatePart
{
    /// <summary>The day of the week, a category.</summary>
    Weekday,

    /// <summary>The time of day in hours, 0 to below 24.</summary>
    Hour,

    /// <summary>The year with its fraction, as in 2024.5 for the second of July.</summary>
    Year,
}

/// <summary>Reads dates, with or without a time of day.</summary>
internal static class Dates
{
    private static readonly string[] Times = ["", "HH:mm", "H:mm", "HH:mm:ss", "H:mm:ss", "HH:mm:ss.FFFFFFF", "HH:mmK", "HH:mm:ssK", "HH:mm:ss.FFFFFFFK", "HH:mm:sszz", "HH:mm:ss.FFFFFFFzz"];

    private static readonly Dictionary<DateOrder, string[]> Formats = new()
    {
        [DateOrder.YearFirst] = WithTimes("yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "yyyy-M-d", "yyyy/M/d"),
        [DateOrder.DayFirst] = WithTimes("d.M.yyyy", "d/M/yyyy", "d-M-yyyy"),
        [DateOrder.MonthFirst] = WithTimes("M/d/yyyy", "M-d-yyyy"),
    };

    public static bool TryParse(string text, DateOrder order, out DateTime date)
    {
        date = default;
        // Shorter or longer texts, and those of letters, are refused without a look at each format.
        return text.Length is >= 8 and <= 36 && char.IsAsciiDigit(text[0]) && text.AsSpan().IndexOfAny("-/.") > 0
            && DateTime.TryParseExact(text, Formats[order], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out date);
    }

    /// <summary>A part that is a number.</summary>
    public static float Number(DateTime date, DatePart part)
    {
        if (part == DatePart.Hour)
            return (float)date.TimeOfDay.TotalHours;
        double days = DateTime.IsLeapYear(date.Year) ? 366 : 365;
        return (float)(date.Year + ((date - new DateTime(date.Year, 1, 1)).TotalDays / days));
    }

    private static string[] WithTimes(params string[] dates) =>
        [.. dates.SelectMany(date => Times.SelectMany(time => time.Length == 0 ? [date] : (string[])[$"{date} {time}", $"{date}'T'{time}"]))];
}
