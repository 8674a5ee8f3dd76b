using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;

// Consumer train model.zip: trains, saves, and writes scores. Consumer score model.zip: loads, and writes the scores of the same rows.
var mlContext = new MLContext(seed: 1);
var random = new Random(1);
IDataView rows = mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 200).Select(i => new Row
{
    Label = i % 20 == 0,
    Features = [.. Enumerable.Range(0, 4).Select(_ => (float)random.NextDouble() + (i % 20 == 0 ? 3 : 0))],
}).ToArray());
ITransformer model;
if (args[0] == "train")
{
    var options = new MultiNormalPrototypesTrainer.Options { MaximumNumberOfPretrainingEpochs = 2, MaximumNumberOfEpochs = 2, NumberOfEpochsWithoutValidation = 2 };
    model = mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options).Fit(rows);
    mlContext.Model.Save(model, rows.Schema, args[1]);
}
else
{
    model = mlContext.Model.Load(args[1], out _);
}
foreach (float score in model.Transform(rows).GetColumn<float>("Score"))
    Console.WriteLine(score.ToString("R"));

internal sealed class Row
{
    public bool Label { get; set; }

    [VectorType(4)]
    public float[] Features { get; set; } = [];
}
