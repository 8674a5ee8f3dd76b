using System.Globalization;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Benchmarks;

/// <summary>A row as the trainer sees it.</summary>
internal sealed class TrainingRow
{
    [VectorType(SatelliteData.Width)]
    public float[] Features { get; set; } = [];

    /// <summary>Whether it is a labelled anomaly.</summary>
    public bool Label { get; set; }
}

/// <summary>The training rows of the data set satellite, or made ones of that size.</summary>
internal static class SatelliteData
{
    public const int Width = 36;

    private const int MadeNormals = 2858;
    private const int MadeAnomalies = 1324;
    private const int Labelled = 30;

    /// <summary>The rows that the first split uses for training: U unlabelled, A labelled anomalies.</summary>
    public static TrainingRow[] Read(string folder)
    {
        string[] lines = File.ReadAllLines(Path.Combine(folder, "tabular", "satellite.csv"));
        string[] splits = File.ReadAllLines(Path.Combine(folder, "splits", "mnp", "satellite.csv"));
        int split = Array.IndexOf(splits[0].Split(','), "s0");
        var rows = new List<TrainingRow>();
        foreach (string[] use in splits.Skip(1).Select(line => line.Split(',')))
        {
            if (use[split] is not ("U" or "A"))
                continue;
            int row = int.Parse(use[0], CultureInfo.InvariantCulture);
            float[] values = [.. lines[row + 1].Split(',').Take(Width).Select(value => float.Parse(value, CultureInfo.InvariantCulture))];
            rows.Add(new TrainingRow { Features = values, Label = use[split] == "A" });
        }
        return [.. rows];
    }

    /// <summary>Four clusters of normal rows, and anomalies all over the place, of which few are labelled.</summary>
    public static TrainingRow[] Make()
    {
        var random = new Random(1);
        float[][] centres = [.. Enumerable.Range(0, 4).Select(_ => Uniform(random))];
        var rows = new TrainingRow[MadeNormals + MadeAnomalies];
        for (int i = 0; i < rows.Length; i++)
        {
            bool anomalous = i < MadeAnomalies;
            float[] centre = centres[random.Next(centres.Length)];
            rows[i] = new TrainingRow
            {
                Features = [.. Uniform(random).Select((value, d) => anomalous ? value : centre[d] + (0.1f * value))],
                Label = i < Labelled,
            };
        }
        return rows;
    }

    private static float[] Uniform(Random random) => [.. Enumerable.Range(0, Width).Select(_ => random.NextSingle())];
}
