using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.Labelling;
using TorchSharp;

// How many anomalies somebody finds who starts without any label and answers for 50 rows, ten at a time: the rows that SuggestRowsToLabel
// chooses, those with the highest scores, and rows by chance. After each ten answers PrototypeEnsemble is trained anew.
// Usage: Labelling DATA_FOLDER SET[,SET...] [DIVERSITY[,DIVERSITY...]]; the folder has tabular/SET.csv with a column label, as that of the
// benchmark Accuracy. A diversity of 0 takes the highest scores. Of larger tables, 4,000 rows by chance.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int MostRows = 4000, Answers = 50, Batch = 10;
int[] checkpoints = [10, 20, 50];
if (args.Length < 2)
{
    Console.Error.WriteLine("usage: Labelling DATA_FOLDER SET[,SET...] [DIVERSITY[,DIVERSITY...]]");
    return 2;
}
torch.set_num_threads(1);
float[] diversities = args.Length > 2 ? [.. args[2].Split(',').Select(text => float.Parse(text, CultureInfo.InvariantCulture))] : [0, RowSuggester.Diversity];
Console.WriteLine($"{"",-20}{"anomalies",12}{"policy",18}{string.Concat(checkpoints.Select(n => $"{"after " + n,10}"))}");
var totals = new Dictionary<string, double[]>();
foreach (string set in args[1].Split(','))
{
    (float[] Features, bool IsAnomaly)[] rows = Read(Path.Combine(args[0], "tabular", set + ".csv"));
    int anomalies = rows.Count(row => row.IsAnomaly);
    Print(set, $"{anomalies} of {rows.Length}", "chance", [.. checkpoints.Select(n => (double)n * anomalies / rows.Length)]);
    foreach (float diversity in diversities)
        Print("", "", diversity == 0 ? "highest scores" : $"diversity {diversity}", Find(rows, diversity));
}
foreach ((string policy, double[] sums) in totals)
    Console.WriteLine($"{"sum",-20}{"",12}{policy,18}{string.Concat(sums.Select(sum => $"{sum,10:F1}"))}");
return 0;

void Print(string set, string anomalies, string policy, double[] found)
{
    Console.WriteLine($"{set,-20}{anomalies,12}{policy,18}{string.Concat(found.Select(n => $"{n,10:0.#}"))}");
    totals[policy] = [.. found.Zip(totals.GetValueOrDefault(policy, new double[found.Length]), (a, b) => a + b)];
}

double[] Find((float[] Features, bool IsAnomaly)[] rows, float diversity)
{
    var mlContext = new MLContext(seed: 1);
    var labels = new float[rows.Length];
    var found = new List<double>();
    for (int answered = 0; answered < Answers;)
    {
        SchemaDefinitionFor(rows[0].Features.Length, out var schema);
        IDataView data = mlContext.Data.LoadFromEnumerable(rows.Select((row, i) => new Row { Features = row.Features, Label = labels[i] }), schema);
        bool canTrain = labels.Contains(1);
        IDataView view = canTrain ? mlContext.AnomalyDetection.Trainers.PrototypeEnsemble(new PrototypeEnsembleTrainer.Options { Seed = 1, NumberOfThreads = 1 }).Fit(data).Transform(data) : data;
        foreach (RowSuggestion suggestion in RowSuggester.Suggest(view, Batch, "Features", canTrain ? "Score" : null, "Label", 1, diversity))
        {
            labels[suggestion.Row] = rows[suggestion.Row].IsAnomaly ? 1 : -1;
            answered++;
            if (checkpoints.Contains(answered))
                found.Add(labels.Count(label => label == 1));
        }
    }
    return [.. found];
}

static void SchemaDefinitionFor(int width, out Microsoft.ML.Data.SchemaDefinition schema)
{
    schema = Microsoft.ML.Data.SchemaDefinition.Create(typeof(Row));
    schema[nameof(Row.Features)].ColumnType = new Microsoft.ML.Data.VectorDataViewType(Microsoft.ML.Data.NumberDataViewType.Single, width);
}

static (float[] Features, bool IsAnomaly)[] Read(string path)
{
    (float[], bool)[] all = [.. File.ReadLines(path).Skip(1).Where(line => line.Length > 0).Select(line =>
    {
        float[] values = [.. line.Split(',').Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
        return (values[..^1], values[^1] > 0);
    })];
    new Random(1).Shuffle(all);
    return all.Length <= MostRows ? all : all[..MostRows];
}

/// <summary>A row as the trainer meets it.</summary>
internal sealed class Row
{
    public float[] Features { get; set; } = [];

    public float Label { get; set; }
}
