using System;
using System.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(KeyToValueMappingTransformer), null, typeof(SignatureLoadModel), "Key To Value Transform", KeyToValueMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Appends the values of keys, as the annotation KeyValues of the key column lists them.</summary>
public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToValueTransform";

    internal KeyToValueMappingTransformer(IHostEnvironment env, params (string outputColumnName, string inputColumnName)[] columns)
        : base(Contracts.CheckRef(env, nameof(env)).Register(nameof(KeyToValueMappingTransformer)), columns)
    {
    }

    private KeyToValueMappingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx)
    {
    }

    internal (string outputColumnName, string inputColumnName)[] Columns => ColumnPairs;

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "KEY2VALT",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: GenuineAssembly.Data,
        loaderSignature: LoaderSignature);

    private static KeyToValueMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel(GetVersionInfo());
        return new KeyToValueMappingTransformer(env.Register(nameof(KeyToValueMappingTransformer)), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        Host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema inputSchema) => new Mapper(this, inputSchema);

    private sealed class Mapper : OneToOneMapperBase
    {
        private readonly KeyToValueMappingTransformer _parent;
        private readonly DataViewType[] _types;

        public Mapper(KeyToValueMappingTransformer parent, DataViewSchema inputSchema)
            : base(parent.Host.Register(nameof(Mapper)), parent, inputSchema)
        {
            _parent = parent;
            _types = parent.ColumnPairs.Select((_, i) => OutputType(inputSchema[SourceColumns[i]])).ToArray();
        }

        private DataViewType OutputType(DataViewSchema.Column source)
        {
            var valuesType = source.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues)?.Type as VectorDataViewType;
            Host.Check(valuesType != null, "Metadata KeyValues does not exist");
            Host.Check(valuesType.Size == source.Type.GetItemType().GetKeyCountAsInt32(Host), "KeyValues metadata size does not match column type key count");
            return source.Type is VectorDataViewType vector ? new VectorDataViewType(valuesType.ItemType, vector.Dimensions) : valuesType.ItemType;
        }

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() =>
            _parent.ColumnPairs.Select((pair, i) =>
            {
                var annotations = new DataViewSchema.Annotations.Builder();
                annotations.Add(InputSchema[SourceColumns[i]].Annotations, name => name == AnnotationUtils.Kinds.SlotNames);
                return new DataViewSchema.DetachedColumn(pair.outputColumnName, _types[i], annotations.ToAnnotations());
            }).ToArray();

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            DataViewSchema.Column source = input.Schema[SourceColumns[iinfo]];
            DataViewType key = source.Type.GetItemType(), value = _types[iinfo].GetItemType();
            return TypedCall.Invoke<Delegate>(
                source.Type is VectorDataViewType ? MapSlots<uint, int> : MapOne<uint, int>,
                [key.RawType, value.RawType],
                [input, source, value]);
        }

        // The values of all keys, with that of the missing key in front.
        private static Func<TKey, TValue> Lookup<TKey, TValue>(DataViewSchema.Column source, DataViewType valueType)
        {
            VBuffer<TValue> values = default;
            source.GetKeyValues(ref values);
            var table = new TValue[values.Length + 1];
            values.CopyTo(table, 1);
            table[0] = MissingValue<TValue>(valueType);
            DataViewType index = NumberDataViewType.UInt64;
            var toIndex = (Converter<TKey, ulong>)Conversions.GetOrNull(source.Type.GetItemType(), index);
            return key => toIndex(key) is var i && i < (ulong)table.Length ? table[i] : table[0];
        }

        private static TValue MissingValue<TValue>(DataViewType type) =>
            type == NumberDataViewType.Single ? (TValue)(object)float.NaN
            : type == NumberDataViewType.Double ? (TValue)(object)double.NaN
            : default;

        private static Delegate MapOne<TKey, TValue>(DataViewRow input, DataViewSchema.Column source, DataViewType valueType)
        {
            Func<TKey, TValue> lookup = Lookup<TKey, TValue>(source, valueType);
            ValueGetter<TKey> getter = input.GetGetter<TKey>(source);
            TKey key = default;
            return (ValueGetter<TValue>)((ref TValue value) =>
            {
                getter(ref key);
                value = lookup(key);
            });
        }

        // Slots that a sparse vector does not hold are missing keys, so the result is dense.
        private static Delegate MapSlots<TKey, TValue>(DataViewRow input, DataViewSchema.Column source, DataViewType valueType)
        {
            Func<TKey, TValue> lookup = Lookup<TKey, TValue>(source, valueType);
            ValueGetter<VBuffer<TKey>> getter = input.GetGetter<VBuffer<TKey>>(source);
            VBuffer<TKey> keys = default;
            return (ValueGetter<VBuffer<TValue>>)((ref VBuffer<TValue> value) =>
            {
                getter(ref keys);
                VBufferEditor<TValue> editor = VBufferEditor.Create(ref value, keys.Length);
                foreach ((int slot, TKey key) in keys.Items(all: true))
                    editor.Values[slot] = lookup(key);
                value = editor.Commit();
            });
        }
    }
}
