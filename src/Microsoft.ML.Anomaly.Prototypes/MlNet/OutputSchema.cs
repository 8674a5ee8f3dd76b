using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.MlNet;

/// <summary>
/// The columns that every detector of this library appends, in this order, and their annotations. The first two are those of
/// ML.NET's own anomaly detectors.
/// </summary>
internal static class OutputSchema
{
    public const string PredictedLabel = "PredictedLabel";
    public const string Score = "Score";
    public const string Probability = "Probability";

    /// <summary>The columns that follow the first two: one for each flag, named by it, in the order of their values.</summary>
    public static IReadOnlyList<PrototypeColumns> Extra(PrototypeColumns columns) =>
        [.. Enum.GetValues<PrototypeColumns>().Where(c => int.PopCount((int)c) == 1 && columns.HasFlag(c))];

    /// <summary>The kind of value of one column.</summary>
    public static OutputColumnKind KindOf(PrototypeColumns column) => column switch
    {
        PrototypeColumns.NearestPrototype or PrototypeColumns.NearestClass => OutputColumnKind.Key,
        PrototypeColumns.PrototypeSimilarity or PrototypeColumns.ClusterProbabilities or PrototypeColumns.ClassDensities
            or PrototypeColumns.LatentVector => OutputColumnKind.Vector,
        PrototypeColumns.FeatureContributions => OutputColumnKind.FeatureVector,
        _ => OutputColumnKind.Scalar,
    };

    /// <summary>The appended columns for an input whose features column is known.</summary>
    public static IReadOnlyList<DataViewSchema.DetachedColumn> Columns(
        DataViewSchema input, DataViewSchema.Column features, PrototypeModel model, PrototypeColumns extra, bool isCalibrated)
    {
        // Columns of one scorer share a number, which no earlier scorer of the pipeline has.
        uint setId = input.GetMaxAnnotationKind(out _, AnnotationUtils.Kinds.ScoreColumnSetId) + 1;
        return
        [
            new(PredictedLabel, BooleanDataViewType.Instance, ScoreAnnotations(setId, AnnotationUtils.Const.ScoreValueKind.PredictedLabel)),
            new(Score, NumberDataViewType.Single, ScoreAnnotations(setId, AnnotationUtils.Const.ScoreValueKind.Score)),
            .. isCalibrated ? (DataViewSchema.DetachedColumn[])[ProbabilityColumn(setId)] : [],
            .. Extra(extra).Select(column => Detached(column, features, model)),
        ];
    }

    /// <summary>The same columns as a shape; <see cref="Columns"/> gives columns of just this shape.</summary>
    public static SchemaShape Shape(SchemaShape input, SchemaShape.Column features, PrototypeColumns extra, bool isCalibrated)
    {
        SchemaShape.Column[] columns =
        [
            new(PredictedLabel, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false, ScoreAnnotations()),
            new(Score, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false, ScoreAnnotations()),
            .. isCalibrated
                ? (SchemaShape.Column[])[new(Probability, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false, new SchemaShape(AnnotationUtils.GetTrainerOutputAnnotation(isNormalized: true)))]
                : [],
            .. Extra(extra).Select(column => Shape(column, features)),
        ];
        // A column that is written again takes the place of the earlier one of its name.
        IEnumerable<SchemaShape.Column> kept = input.Where(old => columns.All(c => c.Name != old.Name));
        return new SchemaShape(kept.Concat(columns));
    }

    private static DataViewSchema.DetachedColumn ProbabilityColumn(uint setId)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(ScoreAnnotations(setId, AnnotationUtils.Const.ScoreValueKind.Probability), _ => true);
        Add(annotations, AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
        return new(Probability, NumberDataViewType.Single, annotations.ToAnnotations());
    }

    private static DataViewSchema.DetachedColumn Detached(PrototypeColumns column, DataViewSchema.Column features, PrototypeModel model)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        OutputColumnKind kind = KindOf(column);
        switch (kind)
        {
            case OutputColumnKind.Scalar:
                return new(column.ToString(), NumberDataViewType.Single);
            case OutputColumnKind.Key:
                AddNames(annotations, AnnotationUtils.Kinds.KeyValues, model.NamesOf(column));
                return new(column.ToString(), new KeyDataViewType(typeof(uint), model.SizeOf(column)), annotations.ToAnnotations());
            case OutputColumnKind.Vector:
                AddNames(annotations, AnnotationUtils.Kinds.SlotNames, model.NamesOf(column));
                return new(column.ToString(), new VectorDataViewType(NumberDataViewType.Single, model.SizeOf(column)), annotations.ToAnnotations());
            default:
                annotations.Add(features.Annotations, annotation => annotation == AnnotationUtils.Kinds.SlotNames);
                int size = ((VectorDataViewType)features.Type).Size;
                return new(column.ToString(), new VectorDataViewType(NumberDataViewType.Single, size), annotations.ToAnnotations());
        }
    }

    private static SchemaShape.Column Shape(PrototypeColumns column, SchemaShape.Column features)
    {
        string name = column.ToString();
        return KindOf(column) switch
        {
            OutputColumnKind.Scalar => new(name, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false),
            OutputColumnKind.Key => new(name, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true, NameAnnotations(column, AnnotationUtils.Kinds.KeyValues)),
            OutputColumnKind.Vector => new(name, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, NameAnnotations(column, AnnotationUtils.Kinds.SlotNames)),
            _ => new(name, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false,
                new SchemaShape(features.Annotations.Where(a => a.Name == AnnotationUtils.Kinds.SlotNames))),
        };
    }

    // Of all keys and vectors only latent vectors have no names.
    private static SchemaShape NameAnnotations(PrototypeColumns column, string kind) =>
        column is PrototypeColumns.LatentVector
            ? new SchemaShape([])
            : new SchemaShape([new SchemaShape.Column(kind, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false)]);

    private static void AddNames(DataViewSchema.Annotations.Builder annotations, string kind, IReadOnlyList<string>? names)
    {
        if (names is null)
            return;
        ReadOnlyMemory<char>[] values = [.. names.Select(name => name.AsMemory())];
        annotations.Add(kind, new VectorDataViewType(TextDataViewType.Instance, values.Length), (ref VBuffer<ReadOnlyMemory<char>> destination) =>
            destination = new VBuffer<ReadOnlyMemory<char>>(values.Length, values));
    }

    private static DataViewSchema.Annotations ScoreAnnotations(uint setId, string valueKind)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        // ML.NET's RandomizedPca calls its columns so too, and what reads them (evaluators, AutoML) goes by that.
        Add(annotations, AnnotationUtils.Kinds.ScoreColumnKind, TextDataViewType.Instance, AnnotationUtils.Const.ScoreColumnKind.BinaryClassification.AsMemory());
        Add(annotations, AnnotationUtils.Kinds.ScoreColumnSetId, AnnotationUtils.ScoreColumnSetIdType, setId);
        Add(annotations, AnnotationUtils.Kinds.ScoreValueKind, TextDataViewType.Instance, valueKind.AsMemory());
        return annotations.ToAnnotations();
    }

    private static void Add<T>(DataViewSchema.Annotations.Builder annotations, string kind, DataViewType type, T value) =>
        annotations.Add(kind, type, (ref T destination) => destination = value);

    private static SchemaShape ScoreAnnotations() => new(AnnotationUtils.GetTrainerOutputAnnotation());
}
