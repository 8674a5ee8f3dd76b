using System;
using System.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(TypeConvertingTransformer), null, typeof(SignatureLoadModel), "Convert Transform", TypeConvertingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Appends copies of columns with another item type.</summary>
public sealed class TypeConvertingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ConvertTransform";

    private readonly TypeConvertingEstimator.Column[] _columns;

    internal TypeConvertingTransformer(IHostEnvironment env, params TypeConvertingEstimator.Column[] columns)
        : base(
            Contracts.CheckRef(env, nameof(env)).Register(nameof(TypeConvertingTransformer)),
            Contracts.CheckNonEmpty(columns, nameof(columns)).Select(c => (c.Name, c.InputName)).ToArray()) =>
        _columns = columns;

    private TypeConvertingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx) =>
        _columns = ColumnPairs.Select(pair => new TypeConvertingEstimator.Column(pair.outputColumnName, pair.inputColumnName, LoadKind(ctx))).ToArray();

    internal TypeConvertingEstimator.Column[] Columns => _columns;

    /// <summary>Keys stay keys, with fewer of them if the new type cannot count as far.</summary>
    internal static PrimitiveDataViewType OutputItemType(DataViewType itemType, DataKind kind)
    {
        PrimitiveDataViewType plain = ColumnTypeExtensions.PrimitiveTypeFromKind(kind.ToInternalDataKind());
        return itemType is KeyDataViewType key && KeyDataViewType.IsValidDataType(plain.RawType)
            ? new KeyDataViewType(plain.RawType, Math.Min(key.Count, Conversions.MaximumOf(plain.RawType)))
            : plain;
    }

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "CONVERTF",
        verWrittenCur: 0x00010004,
        verReadableCur: 0x00010003,
        verWeCanReadBack: 0x00010003,
        loaderAssemblyName: GenuineAssembly.Data,
        loaderSignature: LoaderSignature,
        loaderSignatureAlt: "ConvertFunction");

    private static TypeConvertingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel(GetVersionInfo());
        return new TypeConvertingTransformer(env.Register(nameof(TypeConvertingTransformer)), ctx);
    }

    // Layout: the column names, then per column a byte: the kind, with the high bit set if a number of keys follows.
    private protected override void SaveModel(ModelSaveContext ctx)
    {
        Host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
        foreach (TypeConvertingEstimator.Column column in _columns)
            ctx.Writer.Write((byte)column.OutputKind);
    }

    private static DataKind LoadKind(ModelLoadContext ctx)
    {
        byte kind = ctx.Reader.ReadByte();
        Contracts.CheckDecode(kind < 0x80, "Conversions to a given number of keys are not supported");
        Contracts.CheckDecode(Enum.IsDefined((DataKind)kind));
        return (DataKind)kind;
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper : OneToOneMapperBase
    {
        private readonly TypeConvertingTransformer _parent;
        private readonly DataViewType[] _types;

        public Mapper(TypeConvertingTransformer parent, DataViewSchema inputSchema)
            : base(parent.Host.Register(nameof(Mapper)), parent, inputSchema)
        {
            _parent = parent;
            _types = parent._columns.Select((c, i) => OutputType(c, inputSchema[SourceColumns[i]].Type)).ToArray();
        }

        private DataViewType OutputType(TypeConvertingEstimator.Column column, DataViewType inputType)
        {
            PrimitiveDataViewType itemType = OutputItemType(inputType.GetItemType(), column.OutputKind);
            if (Conversions.GetOrNull(inputType.GetItemType(), itemType) == null)
                throw Host.ExceptParam("inputSchema", $"source column '{column.InputName}' with item type '{inputType}' is not compatible with destination type '{itemType}'");
            return inputType is VectorDataViewType vector ? new VectorDataViewType(itemType, vector.Dimensions) : itemType;
        }

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() =>
            _parent._columns.Select((c, i) => new DataViewSchema.DetachedColumn(c.Name, _types[i], MakeAnnotations(i))).ToArray();

        private DataViewSchema.Annotations MakeAnnotations(int iinfo)
        {
            DataViewSchema.Column source = InputSchema[SourceColumns[iinfo]];
            DataViewType from = source.Type.GetItemType(), to = _types[iinfo].GetItemType();
            var annotations = new DataViewSchema.Annotations.Builder();
            if (_types[iinfo].IsKnownSizeVector())
                annotations.Add(source.Annotations, name => name == AnnotationUtils.Kinds.SlotNames);
            if (from is KeyDataViewType fromKey && to is KeyDataViewType toKey && fromKey.Count == toKey.Count)
                annotations.Add(source.Annotations, name => name == AnnotationUtils.Kinds.KeyValues);
            if (from is NumberDataViewType && to is NumberDataViewType)
                annotations.Add(source.Annotations, name => name == AnnotationUtils.Kinds.IsNormalized);
            if (source.Type is BooleanDataViewType && to is NumberDataViewType)
                annotations.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
            return annotations.ToAnnotations();
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            DataViewSchema.Column source = input.Schema[SourceColumns[iinfo]];
            DataViewType from = source.Type.GetItemType(), to = _types[iinfo].GetItemType();
            Delegate convert = Conversions.GetOrNull(from, to);
            return TypedCall.Invoke<Delegate>(
                source.Type is VectorDataViewType ? ConvertSlots<int, int> : ConvertOne<int, int>,
                [from.RawType, to.RawType],
                [input, source, convert]);
        }

        private static Delegate ConvertOne<TFrom, TTo>(DataViewRow input, DataViewSchema.Column source, Delegate converter)
        {
            var convert = (Converter<TFrom, TTo>)converter;
            ValueGetter<TFrom> getter = input.GetGetter<TFrom>(source);
            TFrom from = default;
            return (ValueGetter<TTo>)((ref TTo value) =>
            {
                getter(ref from);
                value = convert(from);
            });
        }

        private static Delegate ConvertSlots<TFrom, TTo>(DataViewRow input, DataViewSchema.Column source, Delegate converter)
        {
            var convert = (Converter<TFrom, TTo>)converter;
            ValueGetter<VBuffer<TFrom>> getter = input.GetGetter<VBuffer<TFrom>>(source);
            VBuffer<TFrom> from = default;
            return (ValueGetter<VBuffer<TTo>>)((ref VBuffer<TTo> value) =>
            {
                getter(ref from);
                ReadOnlySpan<TFrom> values = from.GetValues();
                VBufferEditor<TTo> editor = VBufferEditor.Create(ref value, from.Length, values.Length);
                for (int i = 0; i < values.Length; i++)
                    editor.Values[i] = convert(values[i]);
                if (!from.IsDense)
                    from.GetIndices().CopyTo(editor.Indices);
                value = editor.Commit();
            });
        }
    }
}
