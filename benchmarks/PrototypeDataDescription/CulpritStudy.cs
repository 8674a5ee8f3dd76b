using System.Globalization;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using ProtoAnomaly.Benchmarks.Accuracy;

namespace ProtoAnomaly.Benchmarks.DataDescription;

/// <summary>
/// How often the largest contribution is that of the feature that is to blame. One feature of normal test rows gets the value of another normal
/// row, or one beyond the training range. Counted are the rows that thereby come to score higher than 95 % of all normal test rows, and hadn't before.
/// </summary>
internal static class CulpritStudy
{
    private const int ChangedRows = 600;
    private const double AlarmShare = 0.05;

    public static void Run(Arguments arguments)
    {
        var table = new TextTable("Culprits that are named", 1, "set", "change", "rows", "named", "chance");
        foreach (string set in arguments.Sets.Count > 0 ? arguments.Sets : ClassData.TabularNames(arguments.DataFolder))
        {
            int seed = arguments.Seeds[0];
            ClassData data = ClassData.Read(arguments.DataFolder, set, seed);
            if (data.Shape is not null)
                continue;
            var task = new LeftOutTask(data, data.Classes[0], arguments.Labels, arguments.Rows, seed);
            RowScorer scorer = task.Train(arguments.Settings).Trained.CreateRowScorer();
            foreach (bool beyond in new[] { true, false })
            {
                (int rows, int named) = Search(scorer, task, beyond);
                table.Add(set, beyond ? "beyond the range" : "swapped", $"{rows}", Share(named, rows), Share(1, data.Train[0].Features.Length));
            }
        }
        Console.Write(table.ToText());
    }

    private static (int Rows, int Named) Search(RowScorer scorer, LeftOutTask task, bool beyond)
    {
        var random = new Random(task.Seed);
        float[][] normal = [.. task.Test.Where(row => !row.IsAnomaly).Select(row => row.Features)];
        int width = normal[0].Length;
        float[][] train = [.. task.Prototypes.Concat(task.Unlabelled).Select(row => row.Features)];
        float[] usual = [.. normal.Select(row => Score(scorer, row)).Order()];
        float limit = usual[(int)((1 - AlarmShare) * usual.Length)];
        var contributions = new float[width];
        (int rows, int named) = (0, 0);
        for (int i = 0; i < ChangedRows; i++)
        {
            float[] row = [.. normal[random.Next(normal.Length)]];
            int culprit = random.Next(width);
            bool wasNoAlarm = Score(scorer, row) <= limit;
            row[culprit] = beyond ? Beyond(train, culprit, random) : normal[random.Next(normal.Length)][culprit];
            if (!wasNoAlarm || Score(scorer, row) <= limit)
                continue;
            scorer.WriteVector(PrototypeColumns.FeatureContributions, contributions);
            rows++;
            named += Array.IndexOf(contributions, contributions.Max()) == culprit ? 1 : 0;
        }
        return (rows, named);
    }

    private static float Beyond(float[][] train, int feature, Random random)
    {
        float low = train.Min(row => row[feature]), high = train.Max(row => row[feature]);
        float beyond = random.NextSingle() * (high - low);
        return random.Next(2) == 0 ? low - beyond : high + beyond;
    }

    private static float Score(RowScorer scorer, float[] row)
    {
        scorer.Run(row);
        return scorer.Score;
    }

    private static string Share(int part, int all) => all == 0 ? "-" : (part / (double)all).ToString("F2", CultureInfo.InvariantCulture);
}
