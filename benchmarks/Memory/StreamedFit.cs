using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;

namespace ProtoAnomaly.Benchmarks;

/// <summary>Fits rows that are made while they are read, then scores as many, and checks how much memory that takes.</summary>
internal sealed class StreamedFit(int count)
{
    private const double MatrixShare = 1.3;
    private const double Megabyte = 1 << 20;
    private const double FixedMegabytes = 200;
    private const double ScoringGrowthMegabytes = 32;
    private const int Epochs = 3;

    private readonly MLContext _mlContext = new(seed: 1);

    /// <summary>Prints what it takes; false where a bound is missed.</summary>
    public bool Run()
    {
        double matrix = count * (double)MadeRows.Width * sizeof(float) / Megabyte;
        Console.WriteLine($"{count:N0} rows x {MadeRows.Width}: {matrix:F0} MB of floats; {PeakMemory.Megabytes():F0} MB used at the start");

        PrototypeTransformer<MultiNormalPrototypesModel> detector = Fit();
        double fitPeak = PeakMemory.Megabytes(), fitBound = (MatrixShare * matrix) + FixedMegabytes;
        Console.WriteLine($"Fit: peak {fitPeak:F0} MB, bound {fitBound:F0} MB (1.3 x the floats + 200 MB)");

        double growth = Score(detector);
        Console.WriteLine($"Scoring: grew by {growth:F1} MB after the first tenth of the rows, bound {ScoringGrowthMegabytes:F0} MB");

        bool met = fitPeak <= fitBound && growth <= ScoringGrowthMegabytes;
        Console.WriteLine(met ? "Both bounds are met." : "A bound is MISSED.");
        return met;
    }

    private PrototypeTransformer<MultiNormalPrototypesModel> Fit()
    {
        var times = new PhaseTimes();
        var options = new MultiNormalPrototypesTrainer.Options
        {
            MaximumNumberOfPretrainingEpochs = Epochs,
            MaximumNumberOfEpochs = Epochs,
            Device = TrainingDevice.Cpu,
            Progress = times,
        };
        IDataView data = _mlContext.Data.LoadFromEnumerable(MadeRows.Stream(count, whenRead: () => times.EndPhase("Pass over the rows")));
        PrototypeTransformer<MultiNormalPrototypesModel> fitted = _mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options).Fit(data);
        times.Print(options.BatchesPerEpoch);
        Console.WriteLine($"  {fitted.Model.NumberOfPrototypes} prototypes");
        return fitted;
    }

    private double Score(PrototypeTransformer<MultiNormalPrototypesModel> detector)
    {
        // What the fit has left behind is not the scoring's.
        GC.Collect();
        IDataView scored = detector.Transform(_mlContext.Data.LoadFromEnumerable(MadeRows.Stream(count)));
        DataViewSchema.Column column = scored.Schema["Score"];
        using DataViewRowCursor cursor = scored.GetRowCursor([column]);
        ValueGetter<float> getter = cursor.GetGetter<float>(column);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        int tenth = Math.Max(1, count / 10);
        double first = 0, highest = 0;
        float score = 0;
        for (int row = 1; cursor.MoveNext(); row++)
        {
            getter(ref score);
            if (row % tenth != 0)
                continue;
            highest = Math.Max(highest, Environment.WorkingSet / Megabyte);
            if (row == tenth)
                first = highest;
        }
        Console.WriteLine($"  {count / watch.Elapsed.TotalSeconds:N0} rows/s on one thread, the making of the rows included");
        return highest - first;
    }
}
