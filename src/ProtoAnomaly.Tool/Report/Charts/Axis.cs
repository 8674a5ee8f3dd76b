using System.Globalization;

namespace ProtoAnomaly.Tool.Report.Charts;

/// <summary>Maps values to places on the page, and knows where ticks look well.</summary>
/// <param name="Title">What the values are.</param>
/// <param name="Low">The smallest value.</param>
/// <param name="High">The largest value, above the smallest.</param>
internal sealed record Axis(string Title, double Low, double High)
{
    private const int WantedTicks = 5;

    /// <summary>An axis for values, with some room at the ends and never empty.</summary>
    public static Axis For(string title, IEnumerable<double> values, bool fromZero = false)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values.Where(double.IsFinite))
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (low > high)
            (low, high) = (0, 1);
        double room = high > low ? (high - low) * 0.04 : Math.Max(Math.Abs(low) * 0.1, 0.5);
        return new Axis(title, fromZero ? Math.Min(0, low) : low - room, high + room);
    }

    /// <summary>Where a value is between the ends, 0 to 1.</summary>
    public double Place(double value) => (value - Low) / (High - Low);

    /// <summary>Round values between the ends.</summary>
    public IEnumerable<double> Ticks()
    {
        double step = Step();
        // Counted, so that sums don't drift.
        for (long i = (long)Math.Ceiling((Low / step) - 1e-9); i * step <= High + (step * 1e-9); i++)
            yield return i * step;
    }

    /// <summary>A tick's value with as many digits as the step needs.</summary>
    public string Label(double tick)
    {
        double step = Step();
        if (Math.Max(Math.Abs(Low), Math.Abs(High)) is >= 1e5 or < 1e-3)
            return tick.ToString("0.##E+0", CultureInfo.InvariantCulture);
        int digits = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 6);
        return tick.ToString("F" + digits, CultureInfo.InvariantCulture);
    }

    // 1, 2 or 5 times a power of ten.
    private double Step()
    {
        double raw = (High - Low) / WantedTicks, power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double[] rounds = [1, 2, 5, 10];
        return power * rounds.First(round => round * power >= raw * 0.999);
    }
}
