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
    public const string ReconstructionError = "ReconstructionError";
    public const string NearestPrototype = "NearestPrototype";
    public const string PrototypeSimilarity = "PrototypeSimilarity";
    public const string FeatureContributions = "FeatureContributions";

    /// <summary>The appended columns for an input whose features column is known.</summary>
    public static IReadOnlyList<DataViewSchema.DetachedColumn> Columns(
        DataViewSchema input, DataViewSchema.Column features, int prototypes, PrototypeColumns extra)
    {
        // Columns of one scorer share a number, which no earlier scorer of the pipeline has.
        uint setId = input.GetMaxAnnotationKind(out _, AnnotationUtils.Kinds.ScoreColumnSetId) + 1;
        var columns = new List<DataViewSchema.DetachedColumn>
        {
            new(PredictedLabel, BooleanDataViewType.Instance, ScoreAnnotations(setId, AnnotationUtils.Const.ScoreValueKind.PredictedLabel)),
            new(Score, NumberDataViewType.Single, ScoreAnnotations(setId, AnnotationUtils.Const.ScoreValueKind.Score)),
        };
        if (extra.HasFlag(PrototypeColumns.ReconstructionError))
            columns.Add(new(ReconstructionError, NumberDataViewType.Single));
        if (extra.HasFlag(PrototypeColumns.NearestPrototype))
            columns.Add(new(NearestPrototype, new KeyDataViewType(typeof(uint), prototypes)));
        if (extra.HasFlag(PrototypeColumns.PrototypeSimilarity))
            columns.Add(new(PrototypeSimilarity, new VectorDataViewType(NumberDataViewType.Single, prototypes)));
        if (extra.HasFlag(PrototypeColumns.FeatureContributions))
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(features.Annotations, kind => kind == AnnotationUtils.Kinds.SlotNames);
            int size = ((VectorDataViewType)features.Type).Size;
            columns.Add(new(FeatureContributions, new VectorDataViewType(NumberDataViewType.Single, size), annotations.ToAnnotations()));
        }
        return columns;
    }

    /// <summary>The same columns as a shape; <see cref="Columns"/> gives columns of just this shape.</summary>
    public static SchemaShape Shape(SchemaShape input, SchemaShape.Column features, PrototypeColumns extra)
    {
        var columns = new List<SchemaShape.Column>
        {
            new(PredictedLabel, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false, ScoreAnnotations()),
            new(Score, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false, ScoreAnnotations()),
        };
        if (extra.HasFlag(PrototypeColumns.ReconstructionError))
            columns.Add(new(ReconstructionError, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false));
        if (extra.HasFlag(PrototypeColumns.NearestPrototype))
            columns.Add(new(NearestPrototype, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true));
        if (extra.HasFlag(PrototypeColumns.PrototypeSimilarity))
            columns.Add(new(PrototypeSimilarity, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false));
        if (extra.HasFlag(PrototypeColumns.FeatureContributions))
        {
            var annotations = new SchemaShape(features.Annotations.Where(a => a.Name == AnnotationUtils.Kinds.SlotNames));
            columns.Add(new(FeatureContributions, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, annotations));
        }
        // A column that is written again takes the place of the earlier one of its name.
        IEnumerable<SchemaShape.Column> kept = input.Where(old => columns.All(c => c.Name != old.Name));
        return new SchemaShape(kept.Concat(columns));
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
