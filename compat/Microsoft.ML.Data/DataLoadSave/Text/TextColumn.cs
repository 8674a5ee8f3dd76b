using System;
using System.Linq;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Fields Min up to, not including, Lim; without an end if Lim is the field limit.</summary>
internal readonly record struct FieldRun(int Min, int Lim, bool ForceVector)
{
    public bool IsVariable => Lim == TextFormat.FieldLimit;

    public int Size => Lim - Min;
}

/// <summary>A column whose fields are known.</summary>
internal sealed class TextColumn
{
    public TextColumn(string name, PrimitiveDataViewType itemType, FieldRun[] runs)
    {
        FieldRun[] sorted = runs.OrderBy(r => r.Min).ToArray();
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i - 1].Lim > sorted[i].Min)
                throw Contracts.ExceptParam(nameof(TextLoader.Column.Source), $"Intervals specified for column '{name}' overlap");
        }
        Name = name;
        ItemType = itemType;
        Runs = runs;
        FixedSize = runs.Where(r => !r.IsVariable).Sum(r => r.Size);
        Type = runs.Any(r => r.IsVariable) ? new VectorDataViewType(itemType)
            : FixedSize > 1 || runs[0].ForceVector ? new VectorDataViewType(itemType, FixedSize)
            : itemType;
    }

    public string Name { get; }

    public PrimitiveDataViewType ItemType { get; }

    public DataViewType Type { get; }

    public FieldRun[] Runs { get; }

    /// <summary>Number of slots that every row has.</summary>
    public int FixedSize { get; }

    public bool HasSlotNames => Type is VectorDataViewType { IsKnownSize: true };
}
