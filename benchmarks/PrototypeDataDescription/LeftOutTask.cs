using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using ProtoAnomaly.Benchmarks.Accuracy;

namespace ProtoAnomaly.Benchmarks.DataDescription;

/// <summary>A row as trainers meet it.</summary>
internal sealed class TaskRow
{
    public float[] Features { get; set; } = [];

    /// <summary>In training rows the class, counted from 0, or -1 where the row is unlabelled.</summary>
    public int Class { get; set; } = -1;

    /// <summary>Whether it is of the class that was left out.</summary>
    public bool IsAnomaly { get; set; }
}

/// <summary>
/// One class is left out of the training rows and is the anomaly among the test rows. Of the others some rows are labelled, drawn at
/// random, and up to a number of others are unlabelled.
/// </summary>
internal sealed class LeftOutTask
{
    // The true class of each training row.
    private readonly Dictionary<TaskRow, int> _classes = [];

    public LeftOutTask(ClassData data, string leftOut, LabelDraw labels, int unlabelled, int seed)
    {
        (Data, LeftOut, Seed) = (data, leftOut, seed);
        var random = new Random(seed);
        ClassRow[] shuffled = [.. data.Train.Where(row => row.Class != leftOut)];
        random.Shuffle(shuffled);
        string[] classes = [.. data.Classes.Where(name => name != leftOut)];
        HashSet<ClassRow> labelled = [.. classes.SelectMany(name => Labelled([.. shuffled.Where(row => row.Class == name)], labels, seed))];
        var prototypes = new List<TaskRow>();
        var others = new List<TaskRow>();
        foreach (ClassRow row in shuffled)
        {
            int n = Array.IndexOf(classes, row.Class);
            bool isLabelled = labelled.Contains(row);
            if (!isLabelled && others.Count >= unlabelled)
                continue;
            var taken = new TaskRow { Features = row.Features, Class = isLabelled ? n : -1 };
            (isLabelled ? prototypes : others).Add(taken);
            _classes[taken] = n;
        }
        foreach (TaskRow row in Drawn(prototypes, labels.WrongPercent, random))
            row.Class = (row.Class + 1 + random.Next(classes.Length - 1)) % classes.Length;
        Prototypes = prototypes;
        Unlabelled = others;
        Test = [.. data.Test.Select(row => new TaskRow { Features = row.Features, IsAnomaly = row.Class == leftOut })];
    }

    public ClassData Data { get; }

    public string LeftOut { get; }

    public int Seed { get; }

    public IReadOnlyList<TaskRow> Prototypes { get; }

    public IReadOnlyList<TaskRow> Unlabelled { get; }

    public IReadOnlyList<TaskRow> Test { get; }

    /// <summary>All training rows, each with its class.</summary>
    public IEnumerable<TaskRow> WithAllClasses() => Prototypes.Concat(Unlabelled).Select(row => new TaskRow { Features = row.Features, Class = _classes[row] });

    // Those of a class that are labelled; the rows come in random order.
    private static IEnumerable<ClassRow> Labelled(ClassRow[] rows, LabelDraw labels, int seed) =>
        labels.Medoids ? Medoids.Choose(rows, labels.Shots, seed).Select(row => rows[row]) : rows.Take(labels.Shots);

    private static TaskRow[] Drawn(List<TaskRow> rows, int percent, Random random)
    {
        TaskRow[] drawn = [.. rows];
        random.Shuffle(drawn);
        return drawn[..(int)Math.Round(rows.Count * percent / 100.0)];
    }

    /// <summary>Rows as a data view.</summary>
    public IDataView View(MLContext mlContext, IEnumerable<TaskRow> rows)
    {
        var schema = SchemaDefinition.Create(typeof(TaskRow));
        schema[nameof(TaskRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Data.Train[0].Features.Length);
        return mlContext.Data.LoadFromEnumerable(rows, schema);
    }

    /// <summary>Trains, and gives the models before and after the training by prototypes; the former is null where there is no such training.</summary>
    public (PrototypeDataDescriptionModel? Pretrained, PrototypeDataDescriptionModel Trained) Train(OptionSettings settings)
    {
        var mlContext = new MLContext(Seed);
        PrototypeDataDescriptionModel? pretrained = null;
        var options = new PrototypeDataDescriptionTrainer.Options
        {
            LabelColumnName = nameof(TaskRow.Class),
            ShotsPerClass = 0,
            ImageShape = Data.Shape,
            Seed = Seed,
            Device = TrainingDevice.Cpu,
            Threshold = AnomalyThreshold.Fixed(0),
            AfterPretraining = model => pretrained = model,
        };
        settings.Apply(options);
        var trained = mlContext.AnomalyDetection.Trainers.PrototypeDataDescription(options).Fit(View(mlContext, Prototypes.Concat(Unlabelled)));
        return (pretrained, trained.Model);
    }
}
