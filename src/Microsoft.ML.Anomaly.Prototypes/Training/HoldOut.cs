namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Divides row numbers into those to train on and those to validate with.</summary>
/// <param name="Train">Rows to train on.</param>
/// <param name="Validation">Rows held out; they may be none.</param>
internal sealed record HoldOut(ArraySegment<int> Train, ArraySegment<int> Validation)
{
    /// <summary>Holds out a share of the rows at random.</summary>
    /// <param name="rows">Row numbers.</param>
    /// <param name="fraction">The share to hold out, rounded up; at least one row stays to train on.</param>
    /// <param name="maximum">The largest number of rows to hold out.</param>
    /// <param name="random">The only source of randomness.</param>
    public static HoldOut Split(ReadOnlySpan<int> rows, double fraction, int maximum, Random random)
    {
        int[] shuffled = rows.ToArray();
        random.Shuffle(shuffled);
        int held = Math.Min(Math.Min(maximum, (int)Math.Ceiling(fraction * rows.Length)), rows.Length - 1);
        Array.Sort(shuffled, 0, held);
        Array.Sort(shuffled, held, shuffled.Length - held);
        return new HoldOut(new ArraySegment<int>(shuffled, held, shuffled.Length - held), new ArraySegment<int>(shuffled, 0, held));
    }

    /// <summary>Holds out nothing.</summary>
    public static HoldOut None(int[] rows) => new(rows, []);
}
