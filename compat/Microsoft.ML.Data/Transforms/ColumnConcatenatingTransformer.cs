using System;
using System.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(ColumnConcatenatingTransformer), null, typeof(SignatureLoadModel), "Concat Transform", ColumnConcatenatingTransformer.LoaderSignature)]

namespace Microsoft.ML.Data;

/// <summary>Appends vectors that are made of several columns each.</summary>
public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    internal const string LoaderSignature = "ConcatTransform";

    private readonly Concatenation[] _columns;

    internal ColumnConcatenatingTransformer(IHostEnvironment env, string outputColumnName, params string[] inputColumnNames)
        : this(env, [new Concatenation(outputColumnName, inputColumnNames.Select(name => (name, (string)null)).ToArray())])
    {
    }

    private ColumnConcatenatingTransformer(IHostEnvironment env, Concatenation[] columns)
        : base(Contracts.CheckRef(env, nameof(env)).Register(nameof(ColumnConcatenatingTransformer))) =>
        _columns = columns;

    /// <summary>An output column and the columns it is made of. The alias, if any, stands for the column in slot names.</summary>
    internal sealed record Concatenation(string Name, (string Name, string Alias)[] Sources);

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "CONCAT F",
        verWrittenCur: 0x00010003,
        verReadableCur: 0x00010003,
        verWeCanReadBack: 0x00010003,
        loaderAssemblyName: GenuineAssembly.Data,
        loaderSignature: LoaderSignature,
        loaderSignatureAlt: "ConcatFunction");

    // Layout: int number of columns; for each its name, int number of sources, and for each of these name and alias.
    private static ColumnConcatenatingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel(GetVersionInfo());
        int count = ctx.Reader.ReadInt32();
        env.CheckDecode(count > 0);
        var columns = new Concatenation[count];
        for (int i = 0; i < count; i++)
        {
            string name = ctx.LoadNonEmptyString();
            int sourceCount = ctx.Reader.ReadInt32();
            env.CheckDecode(sourceCount > 0);
            var sources = new (string, string)[sourceCount];
            for (int j = 0; j < sourceCount; j++)
                sources[j] = (ctx.LoadNonEmptyString(), ctx.LoadStringOrNull());
            columns[i] = new Concatenation(name, sources);
        }
        return new ColumnConcatenatingTransformer(env, columns);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        Host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.Writer.Write(_columns.Length);
        foreach (Concatenation column in _columns)
        {
            ctx.SaveNonEmptyString(column.Name);
            ctx.Writer.Write(column.Sources.Length);
            foreach ((string name, string alias) in column.Sources)
            {
                ctx.SaveNonEmptyString(name);
                ctx.SaveStringOrNull(alias);
            }
        }
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema inputSchema) => new Mapper(this, inputSchema);

    private sealed class Mapper : MapperBase
    {
        private readonly ConcatenatedColumn[] _columns;

        public Mapper(ColumnConcatenatingTransformer parent, DataViewSchema inputSchema)
            : base(parent.Host.Register(nameof(Mapper)), inputSchema) =>
            _columns = parent._columns.Select(c => new ConcatenatedColumn(Host, inputSchema, c)).ToArray();

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() => _columns.Select(c => c.ToDetachedColumn()).ToArray();

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            return _columns[iinfo].MakeGetter(input);
        }

        protected override Func<int, bool> GetDependenciesCore(Func<int, bool> activeOutput)
        {
            var needed = new bool[InputSchema.Count];
            for (int i = 0; i < _columns.Length; i++)
                if (activeOutput(i))
                    foreach (DataViewSchema.Column source in _columns[i].Sources)
                        needed[source.Index] = true;
            return column => needed[column];
        }
    }
}
