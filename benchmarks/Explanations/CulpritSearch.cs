using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Data;
using ProtoAnomaly.Benchmarks.Accuracy;

namespace ProtoAnomaly.Benchmarks;

/// <summary>What a feature is changed to.</summary>
internal enum Change
{
    /// <summary>A value up to one width of the training range outside of it.</summary>
    BeyondTheRange,

    /// <summary>The value that another normal row has.</summary>
    Swapped,
}

/// <summary>How many culprits were named.</summary>
/// <param name="Rows">Rows whose score had risen.</param>
/// <param name="Named">Those whose largest contribution is the culprit's.</param>
/// <param name="ByResidual">Those whose largest smooth-L1 residual is the culprit's.</param>
/// <param name="Chance">How many a blind guess names.</param>
/// <param name="HasResiduals">Whether residuals were looked at.</param>
internal readonly record struct CulpritCount(int Rows, int Named, int ByResidual, double Chance, bool HasResiduals)
{
    public static CulpritCount operator +(CulpritCount a, CulpritCount b) =>
        new(a.Rows + b.Rows, a.Named + b.Named, a.ByResidual + b.ByResidual, a.Chance + b.Chance, a.HasResiduals || b.HasResiduals);
}

internal static class CulpritSearch
{
    private const int ChangedRows = 600;
    private const double SmallestRise = 0.5;
    private const double SmallestScore = 1e-6;

    /// <summary>Trains on a split, changes rows of it in each way, and tells what was found.</summary>
    public static Dictionary<Change, CulpritCount> Run(string trainer, DataSet data, int seed)
    {
        var mlContext = new MLContext(seed: 42 + seed);
        ITransformer detector = Create(mlContext, trainer).Fit(data.View(mlContext, data.Train));
        return Enum.GetValues<Change>().ToDictionary(change => change, change => Search(mlContext, detector, data, new Random(seed), change));
    }

    private static CulpritCount Search(MLContext mlContext, ITransformer detector, DataSet data, Random random, Change change)
    {
        float[][] normals = [.. data.Test.Where(row => !row.Label).Select(row => row.Features)];
        int[] culprits = [.. Enumerable.Range(0, ChangedRows).Select(_ => random.Next(data.Width))];
        Row[] original = [.. culprits.Select(_ => new Row { Features = normals[random.Next(normals.Length)] })];
        Row[] changed = [.. original.Select((row, i) => Changed(row, culprits[i], data, normals, change, random))];
        float[] before = [.. detector.Transform(data.View(mlContext, original)).GetColumn<float>("Score")];
        IDataView scored = detector.Transform(data.View(mlContext, changed));
        float[] after = [.. scored.GetColumn<float>("Score")];
        float[][] contributions = [.. scored.GetColumn<float[]>("FeatureContributions")];
        MultiNormalPrototypesModel? model = (detector as PrototypeTransformer<MultiNormalPrototypesModel>)?.Model;
        var count = new CulpritCount();
        for (int i = 0; i < ChangedRows; i++)
        {
            if (Logit(after[i]) - Logit(before[i]) < SmallestRise)
                continue;
            bool byResidual = model is not null && Largest(Residuals(model, changed[i].Features)) == culprits[i];
            count += new CulpritCount(1, Largest(contributions[i]) == culprits[i] ? 1 : 0, byResidual ? 1 : 0, 1.0 / data.Width, model is not null);
        }
        return count;
    }

    private static IEstimator<ITransformer> Create(MLContext mlContext, string trainer) => trainer switch
    {
        "MultiNormalPrototypes" => mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(
            new MultiNormalPrototypesTrainer.Options { Device = TrainingDevice.Cpu }),
        "Wvad" => mlContext.AnomalyDetection.Trainers.Wvad(new WvadTrainer.Options { Device = TrainingDevice.Cpu }),
        "PrototypeEnsemble" => mlContext.AnomalyDetection.Trainers.PrototypeEnsemble(new PrototypeEnsembleTrainer.Options { Device = TrainingDevice.Cpu }),
        _ => throw new ArgumentException($"There is no trainer '{trainer}' with contributions.", nameof(trainer)),
    };

    private static Row Changed(Row row, int culprit, DataSet data, float[][] normals, Change change, Random random)
    {
        float[] features = [.. row.Features];
        if (change == Change.Swapped)
        {
            features[culprit] = normals[random.Next(normals.Length)][culprit];
        }
        else
        {
            float low = data.Train.Min(r => r.Features[culprit]), high = data.Train.Max(r => r.Features[culprit]);
            float beyond = random.NextSingle() * (high - low);
            features[culprit] = random.Next(2) == 0 ? low - beyond : high + beyond;
        }
        return new Row { Features = features };
    }

    private static float[] Residuals(MultiNormalPrototypesModel model, float[] features)
    {
        var block = new MultiNormalPrototypesBlock(model);
        model.Scaling.Apply(features, block.Input, 0);
        block.Encode(1);
        block.Decode(1);
        var residuals = new float[features.Length];
        ReadOnlySpan<int> slots = model.Scaling.KeptSlots;
        for (int d = 0; d < slots.Length; d++)
            residuals[slots[d]] = SmoothL1.Of(block.Input[d][0] - block.Reconstruction[d][0]);
        return residuals;
    }

    private static int Largest(float[] values) => Array.IndexOf(values, values.Max());

    private static double Logit(double score)
    {
        score = Math.Clamp(score, SmallestScore, 1 - SmallestScore);
        return Math.Log(score / (1 - score));
    }
}
