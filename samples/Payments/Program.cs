using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

// Finds frauds among made-up card payments, which have categories and missing values. Half a per cent of the payments are frauds, and
// of those in the training only eight have been noticed.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var mlContext = new MLContext(seed: 1);
var random = new Random(1);
Payment[] past = [.. Enumerable.Range(0, 4000).Select(i => Payment.Make(random, isFraud: i % 200 == 0))];
Payment[] next = [.. Enumerable.Range(0, 4000).Select(i => Payment.Make(random, isFraud: i % 200 == 0))];
foreach (Payment noticed in past.Where(payment => payment.IsFraud).Take(8))
    noticed.Label = true;
IDataView train = mlContext.Data.LoadFromEnumerable(past), test = mlContext.Data.LoadFromEnumerable(next);

// A card's first payment lacks the time since the last one. Categories become a feature for each of their values.
string[] numbers = ["Amount", "Hour", "MinutesSinceLast"];
var pipeline = mlContext.Transforms.ReplaceMissingValues("MinutesSinceLast", replacementMode: MissingValueReplacingEstimator.ReplacementMode.Mean)
    .Append(mlContext.Transforms.Categorical.OneHotEncoding([new InputOutputColumnPair("ShopCode", "Shop"), new InputOutputColumnPair("CountryCode", "Country")]))
    .Append(mlContext.Transforms.Concatenate("Features", [.. numbers, "ShopCode", "CountryCode"]))
    .Append(mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(new MultiNormalPrototypesTrainer.Options
    {
        NumberOfPrototypes = 4,
        MaximumNumberOfPretrainingEpochs = 20,
        Threshold = AnomalyThreshold.Contamination(0.005),
    }));
ITransformer model = pipeline.Fit(train);

IDataView scored = model.Transform(test);
AnomalyRankingMetrics metrics = mlContext.AnomalyDetection.EvaluateRanking(scored, labelColumnName: nameof(Payment.IsFraud));
Console.WriteLine($"average precision {metrics.AveragePrecision:F3}, by chance 0.005");

VBuffer<ReadOnlyMemory<char>> slots = default;
scored.Schema["FeatureContributions"].GetSlotNames(ref slots);
string[] names = [.. slots.DenseValues().Select(name => name.ToString())];
foreach (Alarm alarm in mlContext.Data.CreateEnumerable<Alarm>(scored, reuseRowObject: false).OrderByDescending(alarm => alarm.Score).Take(5))
{
    string reason = string.Join(", ", names.Zip(alarm.FeatureContributions).OrderByDescending(pair => pair.Second).Take(2).Select(pair => pair.First));
    Console.WriteLine($"score {alarm.Score:F3}  {(alarm.IsFraud ? "fraud" : "fine ")}  {alarm.Amount,8:F2} at {alarm.Hour,2} h, {alarm.Shop}, {alarm.Country}: {reason}");
}

internal class Payment
{
    public float Amount { get; set; }
    public float Hour { get; set; }
    public float MinutesSinceLast { get; set; }     // NaN for a card's first payment
    public string Shop { get; set; } = "";
    public string Country { get; set; } = "";
    public bool Label { get; set; }                 // true: somebody has noticed the fraud
    public bool IsFraud { get; set; }               // the truth, for the evaluation only

    /// <summary>Four habits make up the normal payments; a fraud mixes them up.</summary>
    public static Payment Make(Random random, bool isFraud)
    {
        (string Shop, double Amount, int Hour)[] habits = [("grocery", 40, 18), ("fuel", 60, 8), ("online", 25, 22), ("restaurant", 50, 20)];
        (string shop, double amount, int hour) = habits[random.Next(habits.Length)];
        return new Payment
        {
            Amount = (float)Math.Round((isFraud ? 6 : 1) * amount * (0.5 + random.NextDouble()), 2),
            Hour = ((isFraud ? hour + 9 : hour) + random.Next(-2, 3) + 24) % 24,
            MinutesSinceLast = random.Next(20) == 0 ? float.NaN : random.Next(isFraud ? 30 : 3000),
            Shop = shop,
            Country = random.Next(10) == 0 || (isFraud && random.Next(2) == 0) ? "abroad" : "home",
            IsFraud = isFraud,
        };
    }
}

internal sealed class Alarm : Payment
{
    public float Score { get; set; }
    public float[] FeatureContributions { get; set; } = [];
}
