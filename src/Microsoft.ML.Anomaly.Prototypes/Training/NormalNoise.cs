namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Draws normally distributed numbers from a generator of ours: torch's own is global to the process.</summary>
internal static class NormalNoise
{
    /// <summary>Fills with independent numbers of mean 0.</summary>
    /// <param name="values">Takes the numbers.</param>
    /// <param name="scale">Their standard deviation.</param>
    /// <param name="random">The only source of randomness.</param>
    public static void Fill(Span<float> values, float scale, Random random)
    {
        // Box and Muller: two independent normal numbers out of two uniform ones.
        for (int i = 0; i < values.Length; i += 2)
        {
            double radius = scale * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * random.NextDouble());
            values[i] = (float)(radius * sine);
            if (i + 1 < values.Length)
                values[i + 1] = (float)(radius * cosine);
        }
    }
}
