using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Modeling;

/// <summary>What the tool saves beside ML.NET's model: how to read tables for it, and how it came about.</summary>
/// <param name="FormatVersion">The version of this description.</param>
/// <param name="Trainer">The trainer's name on the command line.</param>
/// <param name="Layout">The shape of the tables that the model reads.</param>
/// <param name="Label">The label column of the training data and what its values mean.</param>
/// <param name="LeftOut">Columns of the training data that the model doesn't see.</param>
/// <param name="Options">The trainer's options.</param>
/// <param name="TrainingRows">The number of rows it was trained on.</param>
/// <param name="LabelledAnomalies">How many of them were labelled as anomalies.</param>
/// <param name="Progress">The training, epoch by epoch.</param>
internal sealed record ModelDescription(
    int FormatVersion,
    string Trainer,
    TableLayout Layout,
    LabelRule Label,
    IReadOnlyList<LeftOutColumn> LeftOut,
    IReadOnlyDictionary<string, string> Options,
    int TrainingRows,
    int LabelledAnomalies,
    IReadOnlyList<TrainingProgress> Progress)
{
    public const int CurrentFormatVersion = 2;
}
