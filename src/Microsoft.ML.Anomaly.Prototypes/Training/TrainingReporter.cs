using System.Globalization;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Tells the log and the caller's progress of each epoch.</summary>
internal sealed class TrainingReporter(IChannel channel, IProgress<TrainingProgress>? progress)
{
    private static readonly Dictionary<string, double> NoLosses = [];

    public void Epoch(string phase, int epoch, int maximum, double loss, double validation = double.NaN, IReadOnlyDictionary<string, double>? losses = null)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{phase}: epoch {epoch} of at most {maximum}, loss {loss:G5}");
        if (!double.IsNaN(validation))
            text += string.Create(CultureInfo.InvariantCulture, $", validation {validation:G5}");
        foreach ((string name, double value) in losses ?? NoLosses)
            text += string.Create(CultureInfo.InvariantCulture, $", {name} {value:G5}");
        channel.Info(MessageSensitivity.None, text);
        progress?.Report(new TrainingProgress(phase, epoch, maximum, loss, validation) { Losses = losses ?? NoLosses });
    }

    public void Info(string message) => channel.Info(MessageSensitivity.None, message);

    public void Warning(string message) => channel.Warning(MessageSensitivity.None, message);
}
