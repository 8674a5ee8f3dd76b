using System.Globalization;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>Decides which columns are features and of which kind.</summary>
/// <param name="Ignored">Columns that the user doesn't want.</param>
/// <param name="Categories">Columns whose values are categories whatever they look like.</param>
/// <param name="Kept">Columns that the user wants though they look like identifiers.</param>
/// <param name="MostCategories">A category column with more distinct values is counted instead of spread out, unless it is one of <paramref name="Categories"/>.</param>
/// <param name="Image">The shape of the images that the features are pixels of; null where they are none.</param>
/// <param name="DecimalComma">Whether numbers have a decimal comma; null where it is to be found out.</param>
internal sealed record ColumnInference(
    IReadOnlyCollection<string> Ignored, IReadOnlyCollection<string> Categories, IReadOnlyCollection<string> Kept, int MostCategories, bool? DecimalComma, ImageShape? Image = null)
{
    // Up to this share of other texts a column is one of numbers, or of dates, in which a few values are spoilt.
    private const double MostSpoilt = 0.05;

    // Fewer values than these show no pattern.
    private const int FewestValues = 20;

    // Distinct values in this share of the rows are names, numbers or free text, of which a new row has others.
    private const double MostlyDistinct = 0.5;

    /// <exception cref="ToolException">The user names columns that are not there, or no feature is left.</exception>
    public ChosenColumns Choose(TableSource table, IReadOnlyList<ColumnProfile> profiles, string labelColumn)
    {
        foreach (string named in Ignored.Concat(Categories).Concat(Kept))
            table.IndexOf(named);
        var chosen = new ChosenColumns([], [], []);
        bool anyComma = DecimalComma ?? profiles.Any(p => p.NumbersIn(NumberFormat.Comma) > p.NumbersIn(NumberFormat.Point)
            && p.NumbersIn(NumberFormat.Comma) > p.NumbersIn(NumberFormat.PointWithThousands)) || table.Separator == ';';
        for (int i = 0; i < table.Columns.Count; i++)
        {
            if (table.Columns[i] != labelColumn)
                Choose(table.Columns[i], profiles[i], anyComma, chosen);
        }
        if (chosen.Features.Count == 0)
            throw new ToolException($"{table.Name} has no column to learn from: {string.Join("; ", chosen.LeftOut.Select(column => $"{column.Name}: {column.Reason}"))}.");
        if (Image is { } image && chosen.Features.Count != image.Size)
        {
            throw new ToolException(
                $"The option ImageShape is {image}, which is {image.Size} pixels, but {table.Name} has {Wording.Count(chosen.Features.Count, "column")} beside those with labels and classes: {Wording.Some([.. chosen.Features.Select(feature => feature.Name)])}. Leave out what is no pixel with --ignore COLUMN.");
        }
        return chosen;
    }

    private void Choose(string name, ColumnProfile column, bool anyComma, ChosenColumns chosen)
    {
        if (Ignored.Contains(name))
            chosen.LeaveOut(name, "ignored as asked for");
        else if (Image is not null)
            ChoosePixel(name, column, chosen);
        else if (column.Present == 0)
            chosen.LeaveOut(name, "has no values");
        else if (column.Distinct == 1 && column.Missing == 0)
            chosen.LeaveOut(name, "has one value only");
        else if (Categories.Contains(name))
            chosen.Features.Add(new FeatureColumn(name, ColumnKind.Category));
        else if (!Kept.Contains(name) && WhyIdentifier(name, column) is { } reason)
            chosen.LeaveOut(name, $"{reason}; to use it all the same: --keep {Wording.Argument(name)}");
        else if (FormatOf(name, column, anyComma, chosen) is { } format)
            chosen.Features.Add(new FeatureColumn(name, ColumnKind.Number) { Format = format });
        else if (OrderOf(name, column, chosen) is { } order)
            AddDateParts(name, column, order, chosen);
        else
            ChooseTexts(name, column, chosen);
    }

    // A pixel has its place in the image, though it be dark in all of them.
    private static void ChoosePixel(string name, ColumnProfile column, ChosenColumns chosen)
    {
        if (column.NumbersIn(NumberFormat.Point) < column.Present)
            throw new ToolException($"The column {name} has texts such as '{Wording.OneLine(column.Values.Keys.First(value => !Numbers.TryParse(value, NumberFormat.Point, out _)))}', which are no pixels: --ignore {Wording.Argument(name)}.");
        chosen.Features.Add(new FeatureColumn(name, ColumnKind.Number) { Format = NumberFormat.Point });
    }

    // Row numbers and keys. Where values are drawn from a range, a column of n values without a repetition is unlikely unless the range is
    // far above n squared.
    private static string? WhyIdentifier(string name, ColumnProfile column)
    {
        if (column.Present < FewestValues || column.Missing > 0)
            return null;
        if (column.IsRising)
            return "has integers that rise from row to row, as an index or a row number does";
        bool isNamedSo = name.Split(' ', '_', '-', '.').Any(part => part.Equals("id", StringComparison.OrdinalIgnoreCase)) || name.EndsWith("Id", StringComparison.Ordinal) || name.EndsWith("ID", StringComparison.Ordinal);
        return column.AreDistinctIntegers && (isNamedSo || column.IntegerRange <= 0.1 * column.Present * column.Present)
            ? "has integers of which no two are alike, as a key does"
            : null;
    }

    private NumberFormat? FormatOf(string name, ColumnProfile column, bool anyComma, ChosenColumns chosen)
    {
        NumberFormat[] possible = DecimalComma switch
        {
            true => [NumberFormat.Comma, NumberFormat.CommaWithThousands],
            false => [NumberFormat.Point, NumberFormat.PointWithThousands],
            // The first of those that read the most wins.
            null when anyComma => [NumberFormat.Point, NumberFormat.Comma, NumberFormat.CommaWithThousands, NumberFormat.PointWithThousands],
            null => [NumberFormat.Point, NumberFormat.PointWithThousands, NumberFormat.Comma, NumberFormat.CommaWithThousands],
        };
        NumberFormat format = possible.MaxBy(column.NumbersIn);
        if (column.NumbersIn(format) < (1 - MostSpoilt) * column.Present)
            return null;
        NumberFormat other = format == NumberFormat.Comma ? NumberFormat.PointWithThousands : NumberFormat.Comma;
        if (format is NumberFormat.Comma or NumberFormat.PointWithThousands && DecimalComma is null && column.NumbersIn(other) == column.NumbersIn(format))
            chosen.Remarks.Add($"{name}: numbers such as '{column.Values.Keys.First(value => value.Contains(','))}' are read with a {(format == NumberFormat.Comma ? "decimal comma; if it parts thousands: --decimal point" : "comma between thousands; if it is a decimal comma: --decimal comma")}.");
        else if (format != NumberFormat.Point)
            chosen.Remarks.Add($"{name}: numbers are read with a {(format.DecimalComma() ? "decimal comma" : "comma between thousands")}, as in '{column.Values.Keys.FirstOrDefault(value => value.Contains(','), column.Values.Keys.First())}'.");
        return format;
    }

    private static DateOrder? OrderOf(string name, ColumnProfile column, ChosenColumns chosen)
    {
        DateOrder order = Enum.GetValues<DateOrder>().MaxBy(column.DatesIn);
        if (column.DatesIn(order) < (1 - MostSpoilt) * column.Present)
            return null;
        if (order == DateOrder.DayFirst && column.DatesIn(DateOrder.MonthFirst) == column.DatesIn(order))
            chosen.Remarks.Add($"{name}: dates such as '{column.Values.Keys.First()}' are read with the day first; nothing in the column says otherwise.");
        return order;
    }

    private static void AddDateParts(string name, ColumnProfile column, DateOrder order, ChosenColumns chosen)
    {
        const double longSpanInDays = 5 * 365.25;
        DateTime[] dates = [.. column.Values.Keys.Select(text => Dates.TryParse(text, order, out DateTime date) ? date : (DateTime?)null).OfType<DateTime>()];
        var parts = new List<DatePart>();
        if (dates.Select(date => date.DayOfWeek).Distinct().Count() > 1)
            parts.Add(DatePart.Weekday);
        if (dates.Any(date => date.TimeOfDay != TimeSpan.Zero))
            parts.Add(DatePart.Hour);
        // Where dates span years, as birthdays do, new rows have dates among them; a log's new rows would all lie outside.
        if ((dates.Max() - dates.Min()).TotalDays > longSpanInDays)
            parts.Add(DatePart.Year);
        if (parts.Count == 0)
        {
            chosen.LeaveOut(name, "has dates that are all of one weekday");
            return;
        }
        chosen.Remarks.Add($"{name}: dates, used as {string.Join(", ", parts.Select(part => part.ToString().ToLowerInvariant()))}.");
        chosen.Features.AddRange(parts.Select(part =>
            new FeatureColumn($"{name}.{part}", part == DatePart.Weekday ? ColumnKind.Category : ColumnKind.Number, name) { Part = part, Order = order }));
    }

    private void ChooseTexts(string name, ColumnProfile column, ChosenColumns chosen)
    {
        if (column.Distinct <= MostCategories)
        {
            chosen.Features.Add(new FeatureColumn(name, ColumnKind.Category));
        }
        else if (column.Distinct > MostlyDistinct * column.Present && !Kept.Contains(name))
        {
            const int longest = 30;
            string example = column.Values.Keys.First();
            example = example.Length > longest ? example[..longest] + "..." : example;
            chosen.LeaveOut(name, $"has texts such as '{Wording.OneLine(example)}' and more than {MostCategories} distinct values, most of them once; to use them as categories: --category {Wording.Argument(name)}");
        }
        else
        {
            chosen.Remarks.Add($"{name}: {column.Distinct.ToString(CultureInfo.InvariantCulture)} different texts, used as how often each is there; as categories: --category {Wording.Argument(name)}.");
            chosen.Features.Add(new FeatureColumn(name, ColumnKind.CountedCategory));
        }
    }

}

/// <summary>What becomes of a table's columns.</summary>
/// <param name="Features">What the detector sees.</param>
/// <param name="LeftOut">What it doesn't see.</param>
/// <param name="Remarks">What the user should know of the others.</param>
internal sealed record ChosenColumns(List<FeatureColumn> Features, List<LeftOutColumn> LeftOut, List<string> Remarks)
{
    public void LeaveOut(string name, string reason) => LeftOut.Add(new LeftOutColumn(name, reason));
}
