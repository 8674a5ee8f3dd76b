using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Benchmarks;

/// <summary>What has to be measured in a process of its own: the first load of a model, and memory.</summary>
internal static class ModelProcess
{
    private const double Megabyte = 1 << 20;

    /// <summary>Prints the milliseconds that the first load of a model takes, compilation of its code included.</summary>
    public static void Load(string path)
    {
        var mlContext = new MLContext();
        var watch = Stopwatch.StartNew();
        mlContext.Model.Load(path, out _);
        Console.WriteLine(watch.Elapsed.TotalMilliseconds);
    }

    /// <summary>Prints by how many megabytes the process has grown while it scored rows that are made on the way.</summary>
    public static void Memory(string path, float[] values, int width, long rows)
    {
        double before = Environment.WorkingSet / Megabyte;
        ITransformer model = new MLContext().Model.Load(path, out _);
        IDataView scored = model.Transform(new MatrixView(values, width, rows));
        ReadScores(scored.GetRowCursor([scored.Schema["Score"]]));
        Console.WriteLine(PeakMemory.Megabytes() - before);
    }

    /// <summary>Reads all scores of a cursor.</summary>
    public static void ReadScores(DataViewRowCursor cursor)
    {
        using (cursor)
        {
            ValueGetter<float> getter = cursor.GetGetter<float>(cursor.Schema["Score"]);
            float score = 0;
            while (cursor.MoveNext())
                getter(ref score);
        }
    }
}
