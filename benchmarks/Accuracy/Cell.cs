using System.Text.Json.Serialization;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>What is run: a trainer with its settings on one split of a data set.</summary>
/// <param name="Protocol">How the data are split.</param>
/// <param name="Set">The data set.</param>
/// <param name="Trainer">The trainer's name.</param>
/// <param name="Settings">The options that differ from the defaults, as <see cref="OptionSettings.ToString"/> writes them.</param>
/// <param name="Seed">k, the number of the split; the trainer's seed is 42 + k.</param>
/// <param name="Threads">The number of threads.</param>
/// <param name="UsesValidation">Whether the trainer is given the validation rows with their true labels.</param>
internal sealed record CellKey(string Protocol, string Set, string Trainer, string Settings, int Seed, int Threads, bool UsesValidation)
{
    /// <summary>The number of labelled anomalies; null takes those of the protocol.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Labelled { get; init; }

    /// <summary>The trainer with its settings and data, as the tables name it.</summary>
    [JsonIgnore]
    public string Method => Trainer + (Settings == "" ? "" : " " + Settings) + (UsesValidation ? " with validation data" : "");
}

/// <summary>What a cell has measured.</summary>
/// <param name="TrainRows">The number of training rows, labelled anomalies included.</param>
/// <param name="LabelledAnomalies">The number of labelled anomalies.</param>
/// <param name="TestRows">The number of test rows.</param>
/// <param name="TestAnomalies">The number of anomalies among the test rows: their share is what a detector that knows nothing reaches.</param>
/// <param name="Features">The number of features.</param>
/// <param name="AveragePrecision">Area under the precision-recall curve by step interpolation.</param>
/// <param name="TrapezoidalPrecisionRecall">The same by trapezoids.</param>
/// <param name="RocArea">Area under the ROC curve.</param>
/// <param name="FitCpuSeconds">Processor time of the training, scaling and start-up of libtorch included.</param>
/// <param name="ScoredRowsPerCpuSecond">Rows of the test data scored in a second of processor time, when warm; measured on split 0 alone, else null.</param>
/// <param name="PeakMegabytes">The process's largest working set, in 2^20 bytes.</param>
internal sealed record CellFigures(
    int TrainRows,
    int LabelledAnomalies,
    int TestRows,
    int TestAnomalies,
    int Features,
    double AveragePrecision,
    double TrapezoidalPrecisionRecall,
    double RocArea,
    double FitCpuSeconds,
    double? ScoredRowsPerCpuSecond,
    double PeakMegabytes);

/// <summary>How a cell has ended: with figures, or with an error.</summary>
/// <param name="Key">What was run.</param>
/// <param name="Figures">What was measured, or null where the cell has failed.</param>
/// <param name="Error">Why the cell has failed, or null.</param>
/// <param name="Library">Which build of the library ran, by its module's identifier.</param>
internal sealed record CellOutcome(CellKey Key, CellFigures? Figures, string? Error, Guid Library);
