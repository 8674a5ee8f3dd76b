using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>The values that have keys: the first has key 1, the second key 2, and so on. All others have the missing key 0.</summary>
internal abstract class TermMap(PrimitiveDataViewType itemType)
{
    private const byte TextCode = 0;
    private const byte CodecCode = 1;

    public PrimitiveDataViewType ItemType => itemType;

    public abstract int Count { get; }

    /// <summary>A key type counts at least one key, even if there is none.</summary>
    public KeyDataViewType OutputType => new(typeof(uint), Math.Max(1, Count));

    public abstract Delegate MakeGetter(DataViewRow input, DataViewSchema.Column source);

    /// <summary>Annotates a column of keys with the values; as text if asked for.</summary>
    public abstract void AddKeyValues(DataViewSchema.Annotations.Builder annotations, DataViewSchema.Column source, bool asText);

    public abstract void WriteText(TextWriter writer);

    protected abstract void SaveTerms(ModelSaveContext ctx);

    // Layout: byte 0, int number of texts, and their ids; or byte 1, description of the type, int number of values, and these.
    public void Save(ModelSaveContext ctx)
    {
        ctx.Writer.Write(itemType is TextDataViewType ? TextCode : CodecCode);
        SaveTerms(ctx);
    }

    public static TermMap Load(ModelLoadContext ctx)
    {
        if (ctx.Reader.ReadByte() == TextCode)
        {
            int count = ctx.Reader.ReadInt32();
            Contracts.CheckDecode(0 <= count && count <= ctx.Header.CbModel / sizeof(int));
            ReadOnlyMemory<char>[] texts = Enumerable.Range(0, count).Select(_ => ctx.LoadNonEmptyString().AsMemory()).ToArray();
            return new TermMap<ReadOnlyMemory<char>>(TextDataViewType.Instance, texts);
        }
        ValueCodec codec = ValueCodec.ReadDescriptionOrNull(ctx.Reader);
        Contracts.CheckDecode(codec is { Type: PrimitiveDataViewType });
        return TypedCall.Invoke<TermMap>(Load<int>, codec.Type.RawType, ctx, codec);
    }

    private static TermMap Load<T>(ModelLoadContext ctx, ValueCodec codec) =>
        new TermMap<T>((PrimitiveDataViewType)codec.Type, ((ItemCodec<T>)codec).ReadItems(ctx.Reader, ctx.Reader.ReadInt32()));

    public static IEqualityComparer<T> Comparer<T>() =>
        typeof(T) == typeof(ReadOnlyMemory<char>) ? (IEqualityComparer<T>)(object)TextComparer.Instance : EqualityComparer<T>.Default;

    public static IComparer<T> Order<T>() =>
        typeof(T) == typeof(ReadOnlyMemory<char>) ? (IComparer<T>)(object)TextComparer.Instance : System.Collections.Generic.Comparer<T>.Default;

    /// <summary>Text belongs to the row that it was read from, so what is kept must be a copy.</summary>
    public static T Copy<T>(T value) => value is ReadOnlyMemory<char> text ? (T)(object)text.ToString().AsMemory() : value;

    private sealed class TextComparer : IEqualityComparer<ReadOnlyMemory<char>>, IComparer<ReadOnlyMemory<char>>
    {
        public static readonly TextComparer Instance = new();

        public bool Equals(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<char> text) => string.GetHashCode(text.Span);

        public int Compare(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceCompareTo(y.Span);
    }
}

/// <summary>The terms of one item type.</summary>
internal sealed class TermMap<T> : TermMap
{
    private readonly T[] _terms;
    private readonly Dictionary<T, uint> _keys;

    public TermMap(PrimitiveDataViewType itemType, T[] terms)
        : base(itemType)
    {
        _terms = terms;
        _keys = new Dictionary<T, uint>(terms.Length, Comparer<T>());
        for (int i = 0; i < terms.Length; i++)
            _keys[terms[i]] = (uint)i + 1;
    }

    public override int Count => _terms.Length;

    protected override void SaveTerms(ModelSaveContext ctx)
    {
        if (_terms is ReadOnlyMemory<char>[] texts)
        {
            ctx.Writer.Write(texts.Length);
            foreach (ReadOnlyMemory<char> text in texts)
                ctx.SaveNonEmptyString(text);
            return;
        }
        ValueCodec codec = ValueCodec.ForTypeOrNull(ItemType);
        codec.WriteDescription(ctx.Writer);
        ctx.Writer.Write(_terms.Length);
        ((ItemCodec<T>)codec).WriteItems(ctx.Writer, _terms);
    }

    public override void WriteText(TextWriter writer)
    {
        writer.WriteLine(ItemType is TextDataViewType ? $"# Number of terms = {Count}" : $"# Number of terms of type '{ItemType}' = {Count}");
        for (int i = 0; i < _terms.Length; i++)
            writer.WriteLine($"{i}\t{Text(_terms[i])}");
    }

    public override Delegate MakeGetter(DataViewRow input, DataViewSchema.Column source)
    {
        DataViewSchema.Column column = input.Schema[source.Index];
        if (source.Type is not VectorDataViewType)
        {
            ValueGetter<T> getOne = input.GetGetter<T>(column);
            T one = default;
            return (ValueGetter<uint>)((ref uint key) =>
            {
                getOne(ref one);
                key = _keys.GetValueOrDefault(one);
            });
        }

        ValueGetter<VBuffer<T>> getMany = input.GetGetter<VBuffer<T>>(column);
        uint keyOfDefault = _keys.GetValueOrDefault(default);
        VBuffer<T> many = default;
        return (ValueGetter<VBuffer<uint>>)((ref VBuffer<uint> keys) =>
        {
            getMany(ref many);
            VBufferEditor<uint> editor = VBufferEditor.Create(ref keys, many.Length);
            editor.Values.Fill(keyOfDefault);
            foreach ((int slot, T value) in many.Items())
                editor.Values[slot] = _keys.GetValueOrDefault(value);
            keys = editor.Commit();
        });
    }

    public override void AddKeyValues(DataViewSchema.Annotations.Builder annotations, DataViewSchema.Column source, bool asText)
    {
        if (Count == 0)
            return;
        // A map of keys is only bound to keys of the same number.
        var values = source.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues)?.Type as VectorDataViewType;
        if (ItemType is KeyDataViewType key && values != null && (ulong)values.Size == key.Count)
            TypedCall.Invoke<object>(AddValuesOfKeys<int>, values.ItemType.RawType, annotations, source, values.ItemType, asText);
        else
            Add(annotations, ItemType, _terms, asText);
    }

    // Keys of keys stand for what the first keys stand for.
    private object AddValuesOfKeys<TValue>(DataViewSchema.Annotations.Builder annotations, DataViewSchema.Column source, PrimitiveDataViewType type, bool asText)
    {
        VBuffer<TValue> all = default;
        source.GetKeyValues(ref all);
        TValue[] values = all.DenseValues().ToArray();
        var toIndex = (Converter<T, uint>)Conversions.GetOrNull(ItemType, NumberDataViewType.UInt32);
        Add(annotations, type, _terms.Select(key => values[toIndex(key) - 1]).ToArray(), asText);
        return null;
    }

    private static void Add<TValue>(DataViewSchema.Annotations.Builder annotations, PrimitiveDataViewType type, TValue[] values, bool asText)
    {
        if (asText && type is not TextDataViewType)
        {
            Add(annotations, TextDataViewType.Instance, values.Select(value => Text(value).AsMemory()).ToArray(), false);
            return;
        }
        annotations.AddKeyValues(values.Length, type, (ref VBuffer<TValue> destination) => VBuffer<TValue>.Copy(values, 0, ref destination, values.Length));
    }

    private static string Text<TValue>(TValue value) => value switch
    {
        bool b => b ? "1" : "0",
        double d => d.ToString("G17", CultureInfo.InvariantCulture),
        DateTime or DateTimeOffset => ((IFormattable)value).ToString("o", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
