using System;
using System.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(KeyToVectorMappingTransformer), null, typeof(SignatureLoadModel), "KeyToVectorTransform", KeyToVectorMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Appends vectors with a one in the slot of each key.</summary>
public sealed class KeyToVectorMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToVectorTransform";

    private readonly KeyToVectorMappingEstimator.Column[] _columns;

    internal KeyToVectorMappingTransformer(IHostEnvironment env, params KeyToVectorMappingEstimator.Column[] columns)
        : base(
            Contracts.CheckRef(env, nameof(env)).Register(nameof(KeyToVectorMappingTransformer)),
            Contracts.CheckNonEmpty(columns, nameof(columns)).Select(c => (c.Name, c.InputName)).ToArray()) =>
        _columns = columns;

    private KeyToVectorMappingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx) =>
        _columns = ColumnPairs.Select(pair => new KeyToVectorMappingEstimator.Column(pair.outputColumnName, pair.inputColumnName, ctx.Reader.ReadBoolean())).ToArray();

    internal KeyToVectorMappingEstimator.Column[] Columns => _columns;

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "KEY2VECT",
        verWrittenCur: 0x00010002,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010002,
        loaderAssemblyName: GenuineAssembly.Data,
        loaderSignature: LoaderSignature);

    private static KeyToVectorMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel(GetVersionInfo());
        return new KeyToVectorMappingTransformer(env.Register(nameof(KeyToVectorMappingTransformer)), ctx);
    }

    // Layout: the column names, then per column a byte whether vectors of keys are counted.
    private protected override void SaveModel(ModelSaveContext ctx)
    {
        Host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
        foreach (KeyToVectorMappingEstimator.Column column in _columns)
            ctx.Writer.Write(column.OutputCountVector);
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol) =>
        KeyVectors.Check(Host, inputSchema, inputSchema[srcCol]);

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper : OneToOneMapperBase
    {
        private readonly KeyToVectorMappingTransformer _parent;
        private readonly VectorDataViewType[] _types;

        public Mapper(KeyToVectorMappingTransformer parent, DataViewSchema inputSchema)
            : base(parent.Host.Register(nameof(Mapper)), parent, inputSchema)
        {
            _parent = parent;
            _types = parent._columns.Select((c, i) => OutputType(c, inputSchema[SourceColumns[i]].Type)).ToArray();
        }

        private VectorDataViewType OutputType(KeyToVectorMappingEstimator.Column column, DataViewType type)
        {
            int valueCount = type.GetValueCount(), keyCount = type.GetItemType().GetKeyCountAsInt32(Host);
            return column.OutputCountVector || valueCount == 1
                ? new VectorDataViewType(NumberDataViewType.Single, keyCount)
                : new VectorDataViewType(NumberDataViewType.Single, valueCount, keyCount);
        }

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() =>
            _parent._columns.Select((c, i) => new DataViewSchema.DetachedColumn(c.Name, _types[i], MakeAnnotations(i))).ToArray();

        private DataViewSchema.Annotations MakeAnnotations(int iinfo)
        {
            DataViewSchema.Column source = InputSchema[SourceColumns[iinfo]];
            bool counts = _parent._columns[iinfo].OutputCountVector, isScalar = source.Type is PrimitiveDataViewType;
            var annotations = new DataViewSchema.Annotations.Builder();
            if (KeyVectors.KeyNames(source) is { } names)
            {
                if (counts || isScalar)
                    KeyVectors.AddSlotNames(annotations, AnnotationUtils.GetNamesType(_types[iinfo].Size), names);
                else if (_types[iinfo].IsKnownSize)
                    KeyVectors.AddSlotNames(annotations, new VectorDataViewType(TextDataViewType.Instance, _types[iinfo].Dimensions), KeyVectors.SlotNames(source, names));
            }
            int sourceCount = source.Type.GetValueCount();
            if (!counts && sourceCount > 0)
            {
                int[] ranges = CategoricalRanges(sourceCount, source.Type.GetItemType().GetKeyCountAsInt32(Host));
                annotations.Add(AnnotationUtils.Kinds.CategoricalSlotRanges, AnnotationUtils.GetCategoricalType(sourceCount),
                    (ref VBuffer<int> value) => VBuffer<int>.Copy(ranges, 0, ref value, ranges.Length));
            }
            if (!counts || isScalar)
                annotations.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
            return annotations.ToAnnotations();
        }

        // First and last slot of the vector of each key.
        private static int[] CategoricalRanges(int count, int size) =>
            Enumerable.Range(0, count).SelectMany(i => new[] { i * size, (i + 1) * size - 1 }).ToArray();

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            DataViewSchema.Column source = input.Schema[SourceColumns[iinfo]];
            ValueGetter<VBuffer<uint>> getter = KeyVectors.KeyGetter(input, source);
            int keyCount = source.Type.GetItemType().GetKeyCountAsInt32(Host);
            int expected = source.Type.GetValueCount();
            bool counts = _parent._columns[iinfo].OutputCountVector;
            VBuffer<uint> keys = default;
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                getter(ref keys);
                Host.Check(expected == 0 || keys.Length == expected);
                if (counts)
                    Count(keys, keyCount, ref value);
                else
                    Indicate(keys, keyCount, ref value);
            });
        }

        private static void Indicate(in VBuffer<uint> keys, int keyCount, ref VBuffer<float> value)
        {
            int count = 0;
            foreach (uint key in keys.GetValues())
                if (key - 1 < keyCount)
                    count++;
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, checked(keys.Length * keyCount), count, requireIndicesOnDense: true);
            editor.Values.Fill(1);
            int next = 0, offset = 0;
            foreach (uint key in keys.GetValues())
            {
                if (key - 1 < keyCount)
                    editor.Indices[next++] = offset + (int)key - 1;
                offset += keyCount;
            }
            value = editor.Commit();
        }

        private static void Count(in VBuffer<uint> keys, int keyCount, ref VBuffer<float> value)
        {
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, keyCount);
            editor.Values.Clear();
            foreach (uint key in keys.GetValues())
                if (key - 1 < keyCount)
                    editor.Values[(int)key - 1]++;
            value = editor.Commit();
        }
    }
}
