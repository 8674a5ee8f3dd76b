using System;
using System.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(NormalizingTransformer), null, typeof(SignatureLoadModel), "", NormalizingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Appends normalized copies of columns.</summary>
public sealed partial class NormalizingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "Normalizer";

    private readonly Column[] _columns;

    internal NormalizingTransformer(IHostEnvironment env, Column[] columns)
        : base(
            Contracts.CheckRef(env, nameof(env)).Register(nameof(NormalizingTransformer)),
            columns.Select(c => (c.Name, c.InputName)).ToArray()) =>
        _columns = columns;

    private NormalizingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx) =>
        _columns = ColumnPairs.Select((pair, i) => LoadColumn(ctx, pair, i)).ToArray();

    /// <summary>One column, the type it had in training, and what is done to it.</summary>
    internal sealed record Column(string Name, string InputName, DataViewType InputType, NormalizerFunction Function);

    /// <summary>What was learnt of the column at the given index.</summary>
    public NormalizerModelParametersBase GetNormalizerModelParameters(int index)
    {
        Contracts.CheckParam(0 <= index && index < _columns.Length, nameof(index),
            $"Not valid. Valid range is from 0 (inclusive) to {_columns.Length} (exclusive) but got {index}.");
        return _columns[index].Function.ToModelParameters();
    }

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "NORMALZR",
        verWrittenCur: 0x00010002,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010002,
        loaderAssemblyName: GenuineAssembly.Data,
        loaderSignature: LoaderSignature);

    private static NormalizingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel(GetVersionInfo());
        return new NormalizingTransformer(env.Register(nameof(NormalizingTransformer)), ctx);
    }

    // Layout: the column names, then each column's type: byte whether a vector, byte kind of item, and of a vector
    // int number of dimensions and int each dimension. The functions are sub-models.
    private protected override void SaveModel(ModelSaveContext ctx)
    {
        Host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
        for (int i = 0; i < _columns.Length; i++)
        {
            var vector = _columns[i].InputType as VectorDataViewType;
            ctx.Writer.Write(vector != null);
            ctx.Writer.Write((byte)_columns[i].InputType.GetItemType().GetRawKind());
            if (vector != null)
            {
                ctx.Writer.Write(vector.Dimensions.Length);
                foreach (int dimension in vector.Dimensions)
                    ctx.Writer.Write(dimension);
            }
            ctx.SaveSubModel(FunctionFolder(i), _columns[i].Function.Save);
        }
    }

    private Column LoadColumn(ModelLoadContext ctx, (string outputName, string inputName) pair, int index)
    {
        DataViewType type = LoadType(ctx);
        NormalizerFunction function = null;
        if (!ctx.TryProcessSubModel(FunctionFolder(index), c => function = NormalizerFunction.Load(c, type)))
            throw Host.ExceptDecode("Corrupt model file");
        return new Column(pair.outputName, pair.inputName, type, function);
    }

    private DataViewType LoadType(ModelLoadContext ctx)
    {
        bool isVector = ctx.Reader.ReadBoolean();
        var kind = (InternalDataKind)ctx.Reader.ReadByte();
        Host.CheckDecode(kind is InternalDataKind.R4 or InternalDataKind.R8);
        PrimitiveDataViewType itemType = ColumnTypeExtensions.PrimitiveTypeFromKind(kind);
        if (!isVector)
            return itemType;
        int count = ctx.Reader.ReadInt32();
        Host.CheckDecode(0 < count && count < 256);
        int[] dimensions = Enumerable.Range(0, count).Select(_ => ctx.Reader.ReadInt32()).ToArray();
        Host.CheckDecode(dimensions.All(d => d > 0));
        return new VectorDataViewType(itemType, dimensions);
    }

    private static string FunctionFolder(int index) => $"Normalizer_{index:000}";

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        const string Expected = "scalar or known-size vector of Single";
        DataViewType type = inputSchema[srcCol].Type;
        if (type is VectorDataViewType { IsKnownSize: false })
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", ColumnPairs[col].inputColumnName, Expected, "variable-size vector");
        if (type.GetItemType() != NumberDataViewType.Single && type.GetItemType() != NumberDataViewType.Double)
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", ColumnPairs[col].inputColumnName, Expected, type.ToString());
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(NormalizingTransformer parent, DataViewSchema schema)
        : OneToOneMapperBase(parent.Host.Register(nameof(Mapper)), parent, schema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() =>
            parent._columns.Select((c, i) => new DataViewSchema.DetachedColumn(c.Name, c.InputType, MakeAnnotations(i))).ToArray();

        private DataViewSchema.Annotations MakeAnnotations(int iinfo)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
            annotations.Add(InputSchema[SourceColumns[iinfo]].Annotations, name => name == AnnotationUtils.Kinds.SlotNames);
            return annotations.ToAnnotations();
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            return parent._columns[iinfo].Function.MakeGetter(input, InputSchema[SourceColumns[iinfo]]);
        }
    }
}
