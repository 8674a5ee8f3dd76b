namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Takes some of many rows at random without copying the rest.</summary>
internal static class RowSample
{
    /// <summary>
    /// All rows where there are no more than <paramref name="maximum"/>, otherwise that many of them, in their order.
    /// </summary>
    /// <remarks>Selection sampling: Knuth, "The Art of Computer Programming", volume 2, section 3.4.2, algorithm S.</remarks>
    public static int[] Take(ReadOnlySpan<int> rows, int maximum, Random random)
    {
        if (rows.Length <= maximum)
            return rows.ToArray();
        var taken = new int[maximum];
        int count = 0;
        for (int i = 0; count < maximum; i++)
        {
            if (random.Next(rows.Length - i) < maximum - count)
                taken[count++] = rows[i];
        }
        return taken;
    }
}
