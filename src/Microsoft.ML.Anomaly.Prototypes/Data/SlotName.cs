using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Data;

/// <summary>How messages name a slot of the features column.</summary>
internal static class SlotName
{
    /// <returns>Such as "slot 3 ('height')", or "slot 3" where slots have no names; slots count from 0.</returns>
    public static string Of(DataViewSchema.Column features, int slot)
    {
        if (!features.HasSlotNames())
            return $"slot {slot}";
        VBuffer<ReadOnlyMemory<char>> names = default;
        features.GetSlotNames(ref names);
        return $"slot {slot} ('{names.GetItemOrDefault(slot)}')";
    }
}
