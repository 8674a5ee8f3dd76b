using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Data;

/// <summary>Finds the columns that a detector needs, and says what is wrong with one that doesn't suit.</summary>
internal static class ColumnCheck
{
    /// <summary>The features column: a vector of Single of known size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it has another type.</exception>
    public static DataViewSchema.Column Features(DataViewSchema schema, string name, string parameter)
    {
        DataViewSchema.Column column = Find(schema, name, "feature", parameter);
        return column.Type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType == NumberDataViewType.Single
            ? column
            : throw Mismatch("feature", name, "a vector of Single of known size (see Transforms.Concatenate)", column.Type, parameter);
    }

    /// <summary>The label column of a weakly supervised trainer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it has another type.</exception>
    public static DataViewSchema.Column Label(DataViewSchema schema, string name, string parameter)
    {
        DataViewSchema.Column column = Find(schema, name, "label", parameter);
        return LabelReader.IsSupported(column.Type)
            ? column
            : throw Mismatch("label", name, LabelReader.Conventions, column.Type, parameter);
    }

    /// <summary>The label column of a trainer that learns from normal classes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it has another type.</exception>
    public static DataViewSchema.Column ClassLabel(DataViewSchema schema, string name, string parameter)
    {
        DataViewSchema.Column column = Find(schema, name, "label", parameter);
        return ClassLabelReader.IsSupported(column.Type)
            ? column
            : throw Mismatch("label", name, ClassLabelReader.Conventions, column.Type, parameter);
    }

    /// <summary>A score column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it has another type.</exception>
    public static DataViewSchema.Column Score(DataViewSchema schema, string name, string parameter)
    {
        DataViewSchema.Column column = Find(schema, name, "score", parameter);
        return column.Type == NumberDataViewType.Single ? column : throw Mismatch("score", name, "Single", column.Type, parameter);
    }

    /// <summary>The features column in the schema that an estimator is promised.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it has another type.</exception>
    public static SchemaShape.Column Features(SchemaShape schema, string name, string parameter)
    {
        SchemaShape.Column column = Find(schema, name, "feature", parameter);
        bool suits = column.Kind == SchemaShape.Column.VectorKind.Vector && column.ItemType == NumberDataViewType.Single && !column.IsKey;
        return suits
            ? column
            : throw Mismatch("feature", name, "a vector of Single of known size (see Transforms.Concatenate)", Describe(column), parameter);
    }

    /// <summary>The label column in the schema that an estimator is promised.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it has another type.</exception>
    public static void Label(SchemaShape schema, string name, string parameter)
    {
        SchemaShape.Column column = Find(schema, name, "label", parameter);
        // How many values a key has is not part of a schema's shape: Fit looks again.
        bool suits = column.Kind == SchemaShape.Column.VectorKind.Scalar
            && (column.IsKey || column.ItemType == NumberDataViewType.Single || column.ItemType == BooleanDataViewType.Instance);
        if (!suits)
            throw Mismatch("label", name, LabelReader.Conventions, Describe(column), parameter);
    }

    /// <summary>The class column in the schema that an estimator is promised.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it has another type.</exception>
    public static void ClassLabel(SchemaShape schema, string name, string parameter)
    {
        SchemaShape.Column column = Find(schema, name, "label", parameter);
        bool suits = column.Kind == SchemaShape.Column.VectorKind.Scalar && (column.IsKey || ClassLabelReader.IsSupported(column.ItemType));
        if (!suits)
            throw Mismatch("label", name, ClassLabelReader.Conventions, Describe(column), parameter);
    }

    private static DataViewSchema.Column Find(DataViewSchema schema, string name, string role, string parameter) =>
        schema.GetColumnOrNull(name) ?? throw Missing(role, name, schema.Where(c => !c.IsHidden).Select(c => c.Name), parameter);

    private static SchemaShape.Column Find(SchemaShape schema, string name, string role, string parameter) =>
        schema.TryFindColumn(name, out SchemaShape.Column column) ? column : throw Missing(role, name, schema.Select(c => c.Name), parameter);

    private static ArgumentOutOfRangeException Missing(string role, string name, IEnumerable<string> columns, string parameter) =>
        new(parameter, $"Could not find the {role} column '{name}'. The data has the columns {string.Join(", ", columns.Select(c => $"'{c}'"))}.");

    private static ArgumentOutOfRangeException Mismatch(string role, string name, string expected, object found, string parameter) =>
        new(parameter, $"Schema mismatch for the {role} column '{name}': expected {expected}, got {found}.");

    private static string Describe(SchemaShape.Column column) => $"{column.Kind} of {(column.IsKey ? "key " : "")}{column.ItemType}";
}
