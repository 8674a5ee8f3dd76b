using System;
using System.Collections;
using System.Collections.Generic;
using Microsoft.ML.Internal.DataView;

namespace Microsoft.ML.Data;

/// <summary>
/// A dense or sparse vector whose arrays are reused from row to row. Sparse when fewer values than <see cref="Length"/>
/// are held; their ascending indices say where they stand. Arrays may be longer than what is in use.
/// </summary>
public readonly struct VBuffer<T> : IEnumerable
{
    private readonly T[] _values;
    private readonly int[] _indices;
    private readonly int _count;

    public readonly int Length;

    /// <summary>A dense vector over the given values; the indices are only kept for reuse.</summary>
    public VBuffer(int length, T[] values, int[] indices = null)
    {
        Contracts.CheckParam(length >= 0, nameof(length));
        Contracts.CheckParam((values?.Length ?? 0) >= length, nameof(values));
        Length = length;
        _values = values;
        _count = length;
        _indices = indices;
    }

    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        Contracts.CheckParam(length >= 0, nameof(length));
        Contracts.CheckParam(0 <= count && count <= length, nameof(count));
        Contracts.CheckParam((values?.Length ?? 0) >= count, nameof(values));
        Contracts.CheckParam(count == length || (indices?.Length ?? 0) >= count, nameof(indices));
        Length = length;
        _count = count;
        _values = values;
        _indices = indices;
    }

    public bool IsDense => _count == Length;

    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    /// <summary>The indices of a sparse vector's values; empty when dense.</summary>
    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    public void CopyToDense(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        if (!IsDense)
            GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    /// <summary>Copies a range of slots, as sparse as they are.</summary>
    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        Contracts.CheckParam(0 <= sourceIndex && sourceIndex <= Length, nameof(sourceIndex));
        Contracts.CheckParam(0 <= length && length <= Length - sourceIndex, nameof(length));
        (int start, int end) = IsDense ? (sourceIndex, sourceIndex + length) : (LowerBound(sourceIndex), LowerBound(sourceIndex + length));
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length, end - start);
        GetValues()[start..end].CopyTo(editor.Values);
        for (int i = 0; i < editor.Indices.Length; i++)
            editor.Indices[i] = _indices[start + i] - sourceIndex;
        destination = editor.Commit();
    }

    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    /// <summary>Writes all slots in dense form.</summary>
    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        Contracts.CheckParam(0 <= destinationIndex && destinationIndex <= destination.Length - Length, nameof(destination), "Not large enough to hold these values.");
        Span<T> slots = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(slots);
            return;
        }
        slots.Fill(defaultValue);
        for (int i = 0; i < _count; i++)
            slots[_indices[i]] = _values[i];
    }

    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        int size = source?.Length ?? 0;
        Contracts.CheckParam(0 <= length && length <= size, nameof(length));
        Contracts.CheckParam(0 <= sourceIndex && sourceIndex <= size - length, nameof(sourceIndex));
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>Pairs of index and value: of the values held, or of all slots.</summary>
    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        int next = 0;
        for (int i = 0; i < _count; i++)
        {
            int index = IsDense ? i : _indices[i];
            for (; all && next < index; next++)
                yield return new KeyValuePair<int, T>(next, default);
            yield return new KeyValuePair<int, T>(index, _values[i]);
            next = index + 1;
        }
        for (; all && next < Length; next++)
            yield return new KeyValuePair<int, T>(next, default);
    }

    public IEnumerable<T> DenseValues()
    {
        foreach (KeyValuePair<int, T> item in Items(all: true))
            yield return item.Value;
    }

    /// <summary>Goes through the array behind the vector as it is, with whatever it holds beyond the vector's end.</summary>
    /// <remarks>So does the original: <see cref="DenseValues"/> is what to enumerate.</remarks>
    public IEnumerator GetEnumerator() => _values.GetEnumerator();

    public T GetItemOrDefault(int index)
    {
        T value = default;
        GetItemOrDefault(index, ref value);
        return value;
    }

    public void GetItemOrDefault(int index, ref T destination)
    {
        Contracts.CheckParam(0 <= index && index < Length, nameof(index));
        int position = IsDense ? index : LowerBound(index);
        bool held = IsDense || (position < _count && _indices[position] == index);
        destination = held ? _values[position] : default;
    }

    public override string ToString() =>
        IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {_count} explicit values";

    internal VBufferEditor<T> GetEditor() =>
        new(Length, _count, _values, _indices, requireIndicesOnDense: false, createdNewValues: false, createdNewIndices: false);

    internal VBufferEditor<T> GetEditor(int newLogicalLength, int? valuesCount, int? maxValuesCapacity = null, bool keepOldOnResize = false, bool requireIndicesOnDense = false)
    {
        Contracts.CheckParam(newLogicalLength >= 0, nameof(newLogicalLength));
        int count = valuesCount ?? newLogicalLength;
        Contracts.CheckParam(0 <= count && count <= newLogicalLength, nameof(valuesCount));

        int capacity = Math.Max(count, maxValuesCapacity ?? newLogicalLength);
        T[] values = Grown(_values, count, capacity, keepOldOnResize);
        bool needsIndices = count < newLogicalLength || requireIndicesOnDense;
        int[] indices = needsIndices ? Grown(_indices, count, capacity, keepOldOnResize) : _indices;
        return new(newLogicalLength, count, values, indices, requireIndicesOnDense, !ReferenceEquals(values, _values), !ReferenceEquals(indices, _indices));
    }

    // Doubling keeps the cost of a slowly growing vector linear; the capacity bounds it.
    private static TItem[] Grown<TItem>(TItem[] array, int minimum, int maximum, bool keep)
    {
        int size = array?.Length ?? 0;
        if (size >= minimum)
            return array;
        int newSize = (int)Math.Min(maximum, Math.Max(minimum, 2L * size));
        if (keep)
            Array.Resize(ref array, newSize);
        else
            array = new TItem[newSize];
        return array;
    }

    // The position of the first value whose index is at least the given one.
    private int LowerBound(int index)
    {
        int position = _indices.AsSpan(0, _count).BinarySearch(index);
        return position < 0 ? ~position : position;
    }
}
