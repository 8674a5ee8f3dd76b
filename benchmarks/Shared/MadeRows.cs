using Microsoft.ML.Data;

namespace ProtoAnomaly.Benchmarks;

/// <summary>A row as the trainer sees it.</summary>
internal sealed class MadeRow
{
    [VectorType(MadeRows.Width)]
    public float[] Features { get; } = new float[MadeRows.Width];

    /// <summary>Whether it is a labelled anomaly.</summary>
    public bool Label { get; set; }
}

/// <summary>Rows of four clusters and one anomaly in a hundred, made while they are read, the same ones each time.</summary>
internal static class MadeRows
{
    public const int Width = 36;

    private const int Seed = 1;
    private const int Clusters = 4;
    private const int AnomalyEvery = 100;
    private const int LabelledAnomalies = 100;

    /// <summary>Gives one object again and again, so that no row outlives its turn.</summary>
    /// <param name="count">Number of rows.</param>
    /// <param name="whenRead">Called when the last row has been read.</param>
    public static IEnumerable<MadeRow> Stream(int count, Action? whenRead = null)
    {
        var random = new Random(Seed);
        var centres = new float[Clusters * Width];
        foreach (ref float value in centres.AsSpan())
            value = random.NextSingle();
        var row = new MadeRow();
        for (int i = 0; i < count; i++)
        {
            bool anomalous = i % AnomalyEvery == 0;
            row.Label = anomalous && i / AnomalyEvery < LabelledAnomalies;
            int centre = random.Next(Clusters) * Width;
            for (int d = 0; d < Width; d++)
                row.Features[d] = anomalous ? random.NextSingle() : centres[centre + d] + (0.1f * random.NextSingle());
            yield return row;
        }
        whenRead?.Invoke();
    }
}
