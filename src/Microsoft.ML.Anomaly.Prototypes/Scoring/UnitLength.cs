using System.Numerics;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>v / max(|v|, smallest norm): a vector scaled to length 1.</summary>
internal static class UnitLength
{
    public static void Normalize(Span<float> vector, float smallestNorm)
    {
        float sum = 0;
        foreach (float value in vector)
            sum += value * value;
        float norm = MathF.Max(MathF.Sqrt(sum), smallestNorm);
        foreach (ref float value in vector)
            value /= norm;
    }

    /// <summary>Scales each row of a block.</summary>
    public static void Normalize(RowBlock rows, int width, float smallestNorm)
    {
        var smallest = new Vector<float>(smallestNorm);
        for (int row = 0; row < RowBlock.Rows; row += Vector<float>.Count)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int i = 0; i < width; i++)
            {
                var value = new Vector<float>(rows[i][row..]);
                sum += value * value;
            }
            Vector<float> norm = Vector.SquareRoot(sum);
            // A norm that is not a number stays so, as in MathF.Max.
            norm = Vector.ConditionalSelect(Vector.LessThan(norm, smallest), smallest, norm);
            for (int i = 0; i < width; i++)
            {
                Span<float> place = rows[i][row..];
                (new Vector<float>(place) / norm).CopyTo(place);
            }
        }
    }
}
