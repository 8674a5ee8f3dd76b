using Microsoft.ML;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Tool.Evaluation;

/// <summary>What the slots of the features vector are called.</summary>
internal static class FeatureNames
{
    /// <param name="column">The features column, or one with a slot for each feature.</param>
    public static string[] Of(DataViewSchema.Column column)
    {
        int size = ((VectorDataViewType)column.Type).Size;
        if (!column.HasSlotNames())
            return Numbered(size);
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>Names for features that have none.</summary>
    public static string[] Numbered(int count) => [.. Enumerable.Range(0, count).Select(slot => $"feature {slot}")];
}
