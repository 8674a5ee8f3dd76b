using System.Numerics;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>The function rho(r) = r²/2 where |r| is below 1, else |r| - 1/2, and its mean over the features of a row.</summary>
internal static class SmoothL1
{
    public static float Of(float residual)
    {
        float size = MathF.Abs(residual);
        return size < 1 ? 0.5f * residual * residual : size - 0.5f;
    }

    /// <summary>The mean of rho(input - reconstruction).</summary>
    public static float Mean(ReadOnlySpan<float> input, ReadOnlySpan<float> reconstruction)
    {
        float sum = 0;
        for (int i = 0; i < input.Length; i++)
            sum += Of(input[i] - reconstruction[i]);
        return sum / input.Length;
    }

    /// <summary>The mean of rho(input - reconstruction) for each row of a block.</summary>
    public static void Mean(RowBlock input, RowBlock reconstruction, int width, Span<float> means)
    {
        var half = new Vector<float>(0.5f);
        for (int row = 0; row < RowBlock.Rows; row += Vector<float>.Count)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int i = 0; i < width; i++)
            {
                Vector<float> residual = new Vector<float>(input[i][row..]) - new Vector<float>(reconstruction[i][row..]);
                Vector<float> size = Vector.Abs(residual);
                sum += Vector.ConditionalSelect(Vector.LessThan(size, Vector<float>.One), half * residual * residual, size - half);
            }
            (sum / new Vector<float>(width)).CopyTo(means[row..]);
        }
    }
}
