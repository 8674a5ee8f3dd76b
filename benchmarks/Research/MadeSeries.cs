namespace ProtoAnomaly.Benchmarks.Research;

/// <summary>A point of a series.</summary>
internal sealed class SeriesPoint
{
    public float Value { get; set; }

    public bool IsAnomaly { get; set; }

    /// <summary>Whether it is known to be one.</summary>
    public bool Label { get; set; }
}

/// <summary>
/// The signal of a made machine that runs in three ways by turns, one of which makes no sense of the others' values: a sine, a saw tooth, and short
/// pulses. Sometimes it gets stuck, runs at half its speed, or runs backwards, at values that are ordinary one by one.
/// </summary>
internal static class MadeSeries
{
    private const int ShortestRun = 100, LongestRun = 300, ShortestEvent = 12, LongestEvent = 36, PointsPerEvent = 500;
    private const double Noise = 0.1;

    // Value by the place within the period, from 0 to 1, and the period.
    private static readonly (Func<double, double> Shape, int Period)[] Ways =
    [
        (place => Math.Sin(2 * Math.PI * place), 12),
        (place => (2 * place) - 1, 20),
        (place => place < 0.25 ? 1 : -0.5, 16),
    ];

    /// <param name="length">The number of points.</param>
    /// <param name="knownEvents">How many of the events are labelled, the first ones.</param>
    /// <param name="seed">Draws the series.</param>
    public static SeriesPoint[] Create(int length, int knownEvents, int seed)
    {
        var random = new Random(seed);
        var points = new SeriesPoint[length];
        double clock = 0;
        (int way, int runEnds, int eventEnds, int nextEvent, int kind, int events) = (0, 0, 0, PointsPerEvent / 2, 0, 0);
        for (int t = 0; t < length; t++)
        {
            if (t >= runEnds)
                (way, runEnds) = (random.Next(Ways.Length), t + random.Next(ShortestRun, LongestRun));
            if (t == nextEvent)
                (eventEnds, kind, nextEvent, events) = (t + random.Next(ShortestEvent, LongestEvent), random.Next(3), t + (PointsPerEvent / 2) + random.Next(PointsPerEvent), events + 1);
            bool isAnomaly = t < eventEnds;
            clock += !isAnomaly ? 1 : kind switch { 0 => 0, 1 => 0.5, _ => -1 };
            double turns = clock / Ways[way].Period;
            points[t] = new SeriesPoint
            {
                Value = (float)(Ways[way].Shape(turns - Math.Floor(turns)) + (Noise * Gauss(random))),
                IsAnomaly = isAnomaly,
                Label = isAnomaly && events <= knownEvents,
            };
        }
        return points;
    }

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
