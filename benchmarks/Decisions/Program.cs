using System.Globalization;
using ProtoAnomaly.Benchmarks.Accuracy;
using ProtoAnomaly.Benchmarks.Decisions;

// How good the decisions of the trainers are at the thresholds that they choose themselves, and how good their probabilities: F1, precision
// and recall of PredictedLabel on the test rows beside the largest F1 of any threshold, the expected calibration error and the Brier score of
// Probability. The arguments are those of Accuracy; each split of each set is trained in this process.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is [] or ["--help"])
{
    Console.WriteLine(Arguments.Usage.Replace("Accuracy", "Decisions", StringComparison.Ordinal));
    return args.Length == 0 ? 2 : 0;
}
try
{
    Arguments arguments = Arguments.Parse(args);
    foreach (BenchmarkedTrainer trainer in arguments.Trainers)
        Report(arguments, trainer);
    return 0;
}
catch (Exception e) when (e is ArgumentException or IOException or FormatException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static void Report(Arguments arguments, BenchmarkedTrainer trainer)
{
    string[] columns = ["F1", "best F1", "precision", "recall", "ECE", "Brier", "share (1 - share)"];
    var table = new TextTable($"{trainer.Name} {arguments.Settings}, splits {string.Join(", ", arguments.Seeds)}", 1, ["set", .. columns]);
    IReadOnlyList<string> sets = arguments.Sets.Count > 0 ? arguments.Sets : DataSet.Names(arguments.DataFolder, arguments.Protocol);
    var means = new List<double[]>();
    foreach (string set in sets)
    {
        Decision[] splits = [.. arguments.Seeds.Select(split => Decision.Measure(arguments, trainer, set, split))];
        double[] figures =
        [
            Mean(d => d.F1), Mean(d => d.BestF1), Mean(d => d.Precision), Mean(d => d.Recall), Mean(d => d.CalibrationError), Mean(d => d.Brier),
            Mean(d => d.ShareOfAnomalies * (1 - d.ShareOfAnomalies)),
        ];
        means.Add(figures);
        table.Add([set, .. figures.Select(Text)]);

        // Precision is not defined where nothing is predicted.
        double Mean(Func<Decision, double> figure) => Statistic.Of(splits.Select(figure)).Mean;
    }
    table.Add(["mean", .. columns.Select((_, i) => Text(Statistic.Of(means.Select(figures => figures[i])).Mean))]);
    Console.WriteLine(table.ToText());

    static string Text(double value) => double.IsNaN(value) ? "-" : value.ToString("F3", CultureInfo.InvariantCulture);
}
