using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

// A scoring service in small: it loads a model and scores one row. It references the library of the detector so that ML.NET
// finds it, but uses nothing of it, and it needs no libtorch. Usage: ScoreOneRow model.zip row.csv
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length != 2)
{
    Console.Error.WriteLine("usage: ScoreOneRow model.zip row.csv");
    return 2;
}
var mlContext = new MLContext();
ITransformer model = mlContext.Model.Load(args[0], out _);
using var engine = mlContext.Model.CreatePredictionEngine<Digit, Prediction>(model);
float[] pixels = [.. File.ReadAllText(args[1]).Split(',').Select(float.Parse)];
Prediction prediction = engine.Predict(new Digit { Pixels = pixels });
Console.WriteLine($"Scored one row in process {Environment.ProcessId}: score {prediction.Score:F4}, anomaly: {prediction.PredictedLabel}, nearest prototype: {prediction.NearestPrototype}");
return 0;

internal sealed class Digit
{
    [VectorType(64)]
    public float[] Pixels { get; set; } = [];

    public bool IsAnomaly { get; set; }
}

internal sealed class Prediction
{
    public bool PredictedLabel { get; set; }

    public float Score { get; set; }

    public uint NearestPrototype { get; set; }
}
