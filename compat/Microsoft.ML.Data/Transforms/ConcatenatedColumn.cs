using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>One concatenation bound to an input schema: the type, annotations and values of its output column.</summary>
internal sealed class ConcatenatedColumn
{
    private readonly ColumnConcatenatingTransformer.Concatenation _concatenation;
    private readonly DataViewSchema _schema;
    private readonly VectorDataViewType _type;

    public ConcatenatedColumn(IHost host, DataViewSchema inputSchema, ColumnConcatenatingTransformer.Concatenation concatenation)
    {
        _concatenation = concatenation;
        _schema = inputSchema;
        Sources = concatenation.Sources
            .Select(s => inputSchema.GetColumnOrNull(s.Name) ?? throw host.ExceptSchemaMismatch(nameof(inputSchema), "input", s.Name))
            .ToArray();

        DataViewType itemType = Sources[0].Type.GetItemType();
        foreach (DataViewSchema.Column source in Sources)
            if (!source.Type.GetItemType().Equals(itemType))
                throw host.ExceptSchemaMismatch(nameof(inputSchema), "input", source.Name, itemType.ToString(), source.Type.ToString());

        // One vector of unknown size makes the whole of unknown size.
        bool known = Sources.All(s => s.Type.GetValueCount() > 0);
        _type = new VectorDataViewType((PrimitiveDataViewType)itemType, known ? Sources.Sum(s => s.Type.GetValueCount()) : 0);
    }

    public DataViewSchema.Column[] Sources { get; }

    // A single vector is passed on as it is, with all its annotations.
    private bool IsPassedOn => Sources is [{ Type: VectorDataViewType }];

    public DataViewSchema.DetachedColumn ToDetachedColumn() =>
        IsPassedOn
            ? new DataViewSchema.DetachedColumn(_concatenation.Name, Sources[0].Type, Sources[0].Annotations)
            : new DataViewSchema.DetachedColumn(_concatenation.Name, _type, MakeAnnotations());

    private DataViewSchema.Annotations MakeAnnotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        if (_type.ItemType is NumberDataViewType && Sources.All(s => s.IsNormalized()))
            annotations.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
        if (!_type.IsKnownSize)
            return annotations.ToAnnotations();

        if (Sources.Any(s => s.Type is not VectorDataViewType vector || s.HasSlotNames(vector.Size)))
            annotations.AddSlotNames(_type.Size, GetSlotNames);
        int[] ranges = CategoricalRanges();
        if (ranges.Length > 0)
            annotations.Add(AnnotationUtils.Kinds.CategoricalSlotRanges, AnnotationUtils.GetCategoricalType(ranges.Length / 2),
                (ref VBuffer<int> value) => VBuffer<int>.Copy(ranges, 0, ref value, ranges.Length));
        return annotations.ToAnnotations();
    }

    private int[] CategoricalRanges()
    {
        var ranges = new List<int>();
        int offset = 0;
        foreach (DataViewSchema.Column source in Sources)
        {
            if (AnnotationUtils.TryGetCategoricalFeatureIndices(_schema, source.Index, out int[] own))
                ranges.AddRange(own.Select(slot => slot + offset));
            offset += source.Type.GetValueCount();
        }
        return ranges.ToArray();
    }

    // A scalar's slot is called as the column, a vector's slots "column.slot", or nothing where they have no names.
    private void GetSlotNames(ref VBuffer<ReadOnlyMemory<char>> value)
    {
        VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref value, _type.Size);
        editor.Values.Clear();
        int offset = 0;
        for (int i = 0; i < Sources.Length; i++)
        {
            string sourceName = _concatenation.Sources[i].Alias ?? Sources[i].Name;
            if (Sources[i].Type is not VectorDataViewType vector)
            {
                editor.Values[offset++] = sourceName.AsMemory();
                continue;
            }
            if (Sources[i].HasSlotNames(vector.Size))
            {
                VBuffer<ReadOnlyMemory<char>> names = default;
                Sources[i].GetSlotNames(ref names);
                foreach ((int slot, ReadOnlyMemory<char> name) in names.Items())
                    if (!name.IsEmpty)
                        editor.Values[offset + slot] = $"{sourceName}.{name}".AsMemory();
            }
            offset += vector.Size;
        }
        value = editor.Commit();
    }

    public Delegate MakeGetter(DataViewRow input) =>
        IsPassedOn
            ? TypedCall.Invoke<Delegate>(PassedOn<int>, Sources[0].Type.RawType, input)
            : TypedCall.Invoke<Delegate>(Joined<int>, _type.ItemType.RawType, input);

    private Delegate PassedOn<T>(DataViewRow input) => input.GetGetter<T>(input.Schema[Sources[0].Index]);

    private Delegate Joined<T>(DataViewRow input)
    {
        ValueGetter<VBuffer<T>>[] getters = Sources.Select(s => PartGetter<T>(input, s)).ToArray();
        var parts = new VBuffer<T>[getters.Length];
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
        {
            for (int i = 0; i < parts.Length; i++)
                getters[i](ref parts[i]);
            Join(parts, ref value);
        });
    }

    private static ValueGetter<VBuffer<T>> PartGetter<T>(DataViewRow input, DataViewSchema.Column source)
    {
        DataViewSchema.Column column = input.Schema[source.Index];
        if (source.Type is not VectorDataViewType type)
        {
            ValueGetter<T> getOne = input.GetGetter<T>(column);
            return (ref VBuffer<T> value) =>
            {
                VBufferEditor<T> editor = VBufferEditor.Create(ref value, 1);
                getOne(ref editor.Values[0]);
                value = editor.Commit();
            };
        }
        ValueGetter<VBuffer<T>> getMany = input.GetGetter<VBuffer<T>>(column);
        return (ref VBuffer<T> value) =>
        {
            getMany(ref value);
            if (type.IsKnownSize && type.Size != value.Length)
                throw Contracts.Except($"Column '{source.Name}': expected {type.Size} slots, but got {value.Length}");
        };
    }

    // Sparse when no more than half of the slots hold a value.
    private static void Join<T>(VBuffer<T>[] parts, ref VBuffer<T> value)
    {
        int length = 0, count = 0;
        foreach (VBuffer<T> part in parts)
        {
            length = checked(length + part.Length);
            count += part.GetValues().Length;
        }
        if (count > length / 2)
        {
            VBufferEditor<T> dense = VBufferEditor.Create(ref value, length);
            int start = 0;
            foreach (VBuffer<T> part in parts)
            {
                part.CopyTo(dense.Values, start);
                start += part.Length;
            }
            value = dense.Commit();
            return;
        }

        VBufferEditor<T> sparse = VBufferEditor.Create(ref value, length, count);
        int next = 0, offset = 0;
        foreach (VBuffer<T> part in parts)
        {
            ReadOnlySpan<T> values = part.GetValues();
            ReadOnlySpan<int> indices = part.GetIndices();
            for (int i = 0; i < values.Length; i++, next++)
            {
                sparse.Values[next] = values[i];
                sparse.Indices[next] = offset + (part.IsDense ? i : indices[i]);
            }
            offset += part.Length;
        }
        value = sparse.Commit();
    }
}
