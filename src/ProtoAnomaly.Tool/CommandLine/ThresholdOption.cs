using System.CommandLine;
using System.Globalization;
using Microsoft.ML.Anomaly.Prototypes;

namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>From which score on a row counts as an anomaly.</summary>
internal sealed class ThresholdOption
{
    private readonly Option<string?> _threshold = new("--threshold")
    {
        Description = "The score above which a row counts as an anomaly, or how to choose it: best-f1, expected-f1, contamination=0.05, precision=0.9 or recall=0.95.",
        HelpName = "score",
    };

    public ThresholdOption(Command command) => command.Add(_threshold);

    /// <returns>Null where the trainer's own choice is wanted.</returns>
    /// <exception cref="UsageException">It makes no sense.</exception>
    public AnomalyThreshold? Read(ParseResult command)
    {
        if (command.GetValue(_threshold) is not { } text)
            return null;
        string[] parts = text.Split('=');
        if (parts is ["best-f1"])
            return AnomalyThreshold.BestF1;
        if (parts is ["expected-f1"])
            return AnomalyThreshold.ExpectedF1;
        if (double.TryParse(parts[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            try
            {
                switch (parts)
                {
                    case [_]: return AnomalyThreshold.Fixed((float)number);
                    case ["contamination", _]: return AnomalyThreshold.Contamination(number);
                    case ["precision", _]: return AnomalyThreshold.Precision(number);
                    case ["recall", _]: return AnomalyThreshold.Recall(number);
                }
            }
            catch (ArgumentOutOfRangeException e)
            {
                throw new UsageException($"--threshold {text}: {Wording.Bare(e)}", e);
            }
        }
        throw new UsageException($"--threshold takes a score, best-f1, expected-f1, contamination=0.05, precision=0.9 or recall=0.95, not '{text}'.");
    }
}
