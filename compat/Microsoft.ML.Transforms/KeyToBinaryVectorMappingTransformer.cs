using System;
using System.Linq;
using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(KeyToBinaryVectorMappingTransformer), null, typeof(SignatureLoadModel), "KeyToBinaryVectorTransform", KeyToBinaryVectorMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Appends the bits of keys, counted from 0, the highest bit first. The missing key has all bits set.</summary>
public sealed class KeyToBinaryVectorMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToBinaryTransform";

    internal KeyToBinaryVectorMappingTransformer(IHostEnvironment env, params (string outputColumnName, string inputColumnName)[] columns)
        : base(Contracts.CheckRef(env, nameof(env)).Register(nameof(KeyToBinaryVectorMappingTransformer)), columns)
    {
    }

    private KeyToBinaryVectorMappingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx)
    {
    }

    internal (string outputColumnName, string inputColumnName)[] Columns => ColumnPairs;

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "KEY2BINR",
        verWrittenCur: 0x00000001,
        verReadableCur: 0x00000001,
        verWeCanReadBack: 0x00000001,
        loaderAssemblyName: GenuineAssembly.Transforms,
        loaderSignature: LoaderSignature);

    private static KeyToBinaryVectorMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel(GetVersionInfo());
        return new KeyToBinaryVectorMappingTransformer(env.Register(nameof(KeyToBinaryVectorMappingTransformer)), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        Host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol) =>
        KeyVectors.Check(Host, inputSchema, inputSchema[srcCol]);

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper : OneToOneMapperBase
    {
        private readonly KeyToBinaryVectorMappingTransformer _parent;
        private readonly int[] _bits;
        private readonly VectorDataViewType[] _types;

        public Mapper(KeyToBinaryVectorMappingTransformer parent, DataViewSchema inputSchema)
            : base(parent.Host.Register(nameof(Mapper)), parent, inputSchema)
        {
            _parent = parent;
            // One bit more than the number of keys needs tells the missing key from the last one.
            _bits = SourceColumns.Select(c => BitOperations.Log2((uint)inputSchema[c].Type.GetItemType().GetKeyCount()) + 2).ToArray();
            _types = SourceColumns.Select((c, i) => inputSchema[c].Type.GetValueCount() is var count && count == 1
                ? new VectorDataViewType(NumberDataViewType.Single, _bits[i])
                : new VectorDataViewType(NumberDataViewType.Single, count, _bits[i])).ToArray();
        }

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() =>
            _parent.ColumnPairs.Select((pair, i) => new DataViewSchema.DetachedColumn(pair.outputColumnName, _types[i], MakeAnnotations(i))).ToArray();

        private DataViewSchema.Annotations MakeAnnotations(int iinfo)
        {
            DataViewSchema.Column source = InputSchema[SourceColumns[iinfo]];
            var annotations = new DataViewSchema.Annotations.Builder();
            bool isScalar = source.Type is PrimitiveDataViewType;
            if (KeyVectors.KeyNames(source) != null && _types[iinfo].IsKnownSize)
            {
                string[] names = Enumerable.Range(0, _bits[iinfo]).Select(bit => $"Bit{_bits[iinfo] - 1 - bit}").ToArray();
                KeyVectors.AddSlotNames(annotations, new VectorDataViewType(TextDataViewType.Instance, _types[iinfo].Dimensions),
                    isScalar ? names : KeyVectors.SlotNames(source, names));
            }
            if (isScalar)
                annotations.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
            return annotations.ToAnnotations();
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            DataViewSchema.Column source = input.Schema[SourceColumns[iinfo]];
            ValueGetter<VBuffer<uint>> getter = KeyVectors.KeyGetter(input, source);
            int bits = _bits[iinfo], expected = source.Type.GetValueCount();
            VBuffer<uint> keys = default;
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                getter(ref keys);
                Host.Check(expected == 0 || keys.Length == expected);
                VBufferEditor<float> editor = VBufferEditor.Create(ref value, keys.Length * bits);
                int slot = 0;
                foreach (uint key in keys.GetValues())
                    for (int bit = bits - 1; bit >= 0; bit--)
                        editor.Values[slot++] = ((key - 1) >> bit) & 1;
                value = editor.Commit();
            });
        }
    }
}
