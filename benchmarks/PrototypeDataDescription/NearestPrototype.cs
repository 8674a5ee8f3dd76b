using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace ProtoAnomaly.Benchmarks.DataDescription;

/// <summary>The squared distance to the nearest labelled row, which needs no training.</summary>
internal static class NearestPrototype
{
    // Features of tables on a common scale first; pixels have one.
    public static float[] Scores(LeftOutTask task)
    {
        int width = task.Prototypes[0].Features.Length;
        var scale = Enumerable.Repeat(1f, width).ToArray();
        if (task.Data.Shape is null)
        {
            for (int i = 0; i < width; i++)
            {
                float low = task.Prototypes.Concat(task.Unlabelled).Min(row => row.Features[i]), high = task.Prototypes.Concat(task.Unlabelled).Max(row => row.Features[i]);
                scale[i] = high > low ? 1 / (high - low) : 0;
            }
        }
        float[][] prototypes = [.. task.Prototypes.Select(Scaled)];
        return [.. task.Test.Select(Scaled).Select(x => prototypes.Min(p => Distance.Squared(x, p)))];

        float[] Scaled(TaskRow row) => [.. row.Features.Select((value, i) => value * scale[i])];
    }
}
