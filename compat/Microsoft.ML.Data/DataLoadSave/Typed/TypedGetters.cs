using System;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Where getters find the object that is the current row.</summary>
internal sealed class RowHolder<TRow>
    where TRow : class
{
    private TRow _row;

    /// <summary>Null before the first row and after the last.</summary>
    public TRow Row
    {
        get => _row ?? throw Contracts.Except(GetterCursor.NoCurrentRow);
        set => _row = value;
    }
}

/// <summary>Objects to columns: getters over the members of a row object.</summary>
internal static class TypedGetters
{
    /// <summary>A ValueGetter of the column's raw type that reads the member of the holder's row.</summary>
    public static Delegate Create<TRow>(MemberColumn column, RowHolder<TRow> holder)
        where TRow : class
    {
        Type member = column.MemberType;
        if (member == typeof(string))
            return Text(column.Reader<TRow, string>(), holder);
        if (member == typeof(string[]))
            return Texts(column.Reader<TRow, string[]>(), holder);
        Type item = ClrTypes.ItemOf(member, out bool isVector);
        string method = member.IsArray ? nameof(Items) : isVector ? nameof(Buffer) : column.Type is KeyDataViewType ? nameof(Key) : nameof(Value);
        return (Delegate)GenericCall.Static(typeof(TypedGetters), method, [typeof(TRow), item], column, holder);
    }

    private static Delegate Value<TRow, T>(MemberColumn column, RowHolder<TRow> holder)
        where TRow : class
    {
        Func<TRow, T> read = column.Reader<TRow, T>();
        return (ValueGetter<T>)((ref T dst) => dst = read(holder.Row));
    }

    // Members count keys from 0, views from 1, with 0 for missing; so a member's value outside the range is missing.
    private static Delegate Key<TRow, T>(MemberColumn column, RowHolder<TRow> holder)
        where TRow : class
    {
        ulong count = ((KeyDataViewType)column.Type).Count;
        ulong Raw(ulong value) => value < count ? value + 1 : 0;
        return column.MemberType switch
        {
            var t when t == typeof(byte) => Mapped<TRow, byte>(column, holder, v => (byte)Raw(v)),
            var t when t == typeof(ushort) => Mapped<TRow, ushort>(column, holder, v => (ushort)Raw(v)),
            var t when t == typeof(uint) => Mapped<TRow, uint>(column, holder, v => (uint)Raw(v)),
            _ => Mapped<TRow, ulong>(column, holder, Raw),
        };
    }

    private static Delegate Mapped<TRow, T>(MemberColumn column, RowHolder<TRow> holder, Func<T, T> map)
        where TRow : class
    {
        Func<TRow, T> read = column.Reader<TRow, T>();
        return (ValueGetter<T>)((ref T dst) => dst = map(read(holder.Row)));
    }

    private static Delegate Items<TRow, T>(MemberColumn column, RowHolder<TRow> holder)
        where TRow : class
    {
        Func<TRow, T[]> read = column.Reader<TRow, T[]>();
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> dst) =>
        {
            T[] items = read(holder.Row);
            VBufferEditor<T> editor = VBufferEditor.Create(ref dst, items?.Length ?? 0);
            items.AsSpan().CopyTo(editor.Values);
            dst = editor.Commit();
        });
    }

    private static Delegate Buffer<TRow, T>(MemberColumn column, RowHolder<TRow> holder)
        where TRow : class
    {
        Func<TRow, VBuffer<T>> read = column.Reader<TRow, VBuffer<T>>();
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> dst) => read(holder.Row).CopyTo(ref dst));
    }

    private static ValueGetter<ReadOnlyMemory<char>> Text<TRow>(Func<TRow, string> read, RowHolder<TRow> holder)
        where TRow : class =>
        (ref ReadOnlyMemory<char> dst) => dst = read(holder.Row).AsMemory();

    private static ValueGetter<VBuffer<ReadOnlyMemory<char>>> Texts<TRow>(Func<TRow, string[]> read, RowHolder<TRow> holder)
        where TRow : class =>
        (ref VBuffer<ReadOnlyMemory<char>> dst) =>
        {
            string[] items = read(holder.Row);
            VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref dst, items?.Length ?? 0);
            for (int i = 0; i < editor.Values.Length; i++)
                editor.Values[i] = items[i].AsMemory();
            dst = editor.Commit();
        };
}
