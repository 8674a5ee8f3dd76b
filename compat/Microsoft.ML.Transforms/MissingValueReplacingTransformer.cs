using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(MissingValueReplacingTransformer), null, typeof(SignatureLoadModel), "NA Replace Transform", MissingValueReplacingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Appends copies of columns without NaN.</summary>
public sealed class MissingValueReplacingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "NAReplaceTransform";

    private readonly Replacement[] _replacements;

    private MissingValueReplacingTransformer(IHost host, MissingValueReplacingEstimator.Column[] columns, Replacement[] replacements)
        : base(host, columns.Select(c => (c.Name, c.InputName)).ToArray()) =>
        _replacements = replacements;

    private MissingValueReplacingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx) =>
        _replacements = ColumnPairs.Select(_ => Replacement.Load(ctx.Reader)).ToArray();

    internal static MissingValueReplacingTransformer Train(IHostEnvironment env, IDataView input, MissingValueReplacingEstimator.Column[] columns)
    {
        IHost host = env.Register(nameof(MissingValueReplacingTransformer));
        DataViewSchema.Column[] sources = columns
            .Select(c => input.Schema.GetColumnOrNull(c.InputName) ?? throw host.ExceptSchemaMismatch(nameof(input), "input", c.InputName))
            .ToArray();
        foreach (DataViewSchema.Column source in sources)
            CheckHasMissing(host, "inputSchema", source.Type.GetItemType());
        return new MissingValueReplacingTransformer(host, columns, MissingValueStatistics.Compute(host, input, columns, sources));
    }

    /// <summary>Throws unless the type has a missing value that differs from its default.</summary>
    internal static void CheckHasMissing(IExceptionContext ectx, string paramName, DataViewType itemType)
    {
        if (itemType is KeyDataViewType)
            throw ectx.ExceptParam(paramName, $"Type '{itemType}' is not supported by {LoaderSignature} since its NA value is equivalent to its default value");
        if (itemType != NumberDataViewType.Single && itemType != NumberDataViewType.Double)
            throw ectx.ExceptParam(paramName, $"Type '{itemType}' is not supported by {LoaderSignature} since it doesn't have an NA value");
    }

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "NAREP TF",
        verWrittenCur: 0x00010002,
        verReadableCur: 0x00010002,
        verWeCanReadBack: 0x00010002,
        loaderAssemblyName: GenuineAssembly.Transforms,
        loaderSignature: LoaderSignature);

    private static MissingValueReplacingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel(GetVersionInfo());
        return new MissingValueReplacingTransformer(env.Register(nameof(MissingValueReplacingTransformer)), ctx);
    }

    // Layout: the column names, then per column the type and value of the replacement: a scalar, or a vector if by slot.
    private protected override void SaveModel(ModelSaveContext ctx)
    {
        Host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
        foreach (Replacement replacement in _replacements)
            replacement.Save(ctx.Writer);
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol) =>
        CheckHasMissing(Host, nameof(inputSchema), inputSchema[srcCol].Type.GetItemType());

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper : OneToOneMapperBase
    {
        private readonly MissingValueReplacingTransformer _parent;

        public Mapper(MissingValueReplacingTransformer parent, DataViewSchema inputSchema)
            : base(parent.Host.Register(nameof(Mapper)), parent, inputSchema)
        {
            _parent = parent;
            for (int i = 0; i < SourceColumns.Length; i++)
                parent._replacements[i].CheckFits(Host, inputSchema[SourceColumns[i]]);
        }

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() =>
            _parent.ColumnPairs.Select((pair, i) =>
            {
                DataViewSchema.Column source = InputSchema[SourceColumns[i]];
                var annotations = new DataViewSchema.Annotations.Builder();
                annotations.Add(source.Annotations, name => name is AnnotationUtils.Kinds.SlotNames or AnnotationUtils.Kinds.IsNormalized);
                return new DataViewSchema.DetachedColumn(pair.outputColumnName, source.Type, annotations.ToAnnotations());
            }).ToArray();

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            return _parent._replacements[iinfo].MakeGetter(input, input.Schema[SourceColumns[iinfo]]);
        }
    }
}
