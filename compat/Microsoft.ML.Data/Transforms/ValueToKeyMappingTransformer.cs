using System;
using System.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ValueToKeyMappingTransformer), null, typeof(SignatureLoadModel), "Term Transform", ValueToKeyMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Appends the keys of values.</summary>
public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "TermTransform";

    private const string VocabularyFolder = "Vocabulary";

    private readonly TermMap[] _maps;
    private readonly bool[] _textKeyValues;

    internal ValueToKeyMappingTransformer(IHostEnvironment env, ValueToKeyMappingEstimator.Column[] columns, TermMap[] maps)
        : base(
            Contracts.CheckRef(env, nameof(env)).Register(nameof(ValueToKeyMappingTransformer)),
            columns.Select(c => (c.Name, c.InputName)).ToArray())
    {
        _maps = maps;
        _textKeyValues = columns.Select(c => c.TextKeyValues).ToArray();
    }

    private ValueToKeyMappingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx)
    {
        _textKeyValues = ColumnPairs.Select(_ => ctx.Reader.ReadBoolean()).ToArray();
        TermMap[] maps = null;
        bool found = ctx.TryProcessSubModel(VocabularyFolder, c =>
        {
            c.CheckAtModel(GetVocabularyVersionInfo());
            Host.CheckDecode(c.Reader.ReadInt32() == ColumnPairs.Length);
            maps = ColumnPairs.Select(_ => TermMap.Load(c)).ToArray();
        });
        Host.CheckDecode(found, $"Missing {VocabularyFolder} model");
        _maps = maps;
    }

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "TERMTRNF",
        verWrittenCur: 0x00010003,
        verReadableCur: 0x00010003,
        verWeCanReadBack: 0x00010003,
        loaderAssemblyName: GenuineAssembly.Data,
        loaderSignature: LoaderSignature);

    private static VersionInfo GetVocabularyVersionInfo() => new(
        modelSignature: "TERM MAN",
        verWrittenCur: 0x00010002,
        verReadableCur: 0x00010002,
        verWeCanReadBack: 0x00010002,
        loaderAssemblyName: GenuineAssembly.Data,
        loaderSignature: "TermManager");

    private static ValueToKeyMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel(GetVersionInfo());
        return new ValueToKeyMappingTransformer(env.Register(nameof(ValueToKeyMappingTransformer)), ctx);
    }

    // Layout: the column names, then per column a byte whether its key values are shown as text. A sub-model has the terms.
    private protected override void SaveModel(ModelSaveContext ctx)
    {
        Host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
        foreach (bool text in _textKeyValues)
            ctx.Writer.Write(text);
        ctx.SaveSubModel(VocabularyFolder, c =>
        {
            c.CheckAtModel();
            c.SetVersionInfo(GetVocabularyVersionInfo());
            c.Writer.Write(_maps.Length);
            foreach (TermMap map in _maps)
                map.Save(c);
            c.SaveTextStream("Terms.txt", writer =>
            {
                foreach (TermMap map in _maps)
                    map.WriteText(writer);
            });
        });
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper : OneToOneMapperBase
    {
        private readonly ValueToKeyMappingTransformer _parent;

        public Mapper(ValueToKeyMappingTransformer parent, DataViewSchema inputSchema)
            : base(parent.Host.Register(nameof(Mapper)), parent, inputSchema)
        {
            _parent = parent;
            for (int i = 0; i < parent._maps.Length; i++)
            {
                DataViewSchema.Column source = KeyTraining.KeyInput(Host, inputSchema, parent.ColumnPairs[i].inputColumnName);
                if (!source.Type.GetItemType().Equals(parent._maps[i].ItemType))
                    throw Host.Except($"Could not apply a map over type '{parent._maps[i].ItemType}' to column '{parent.ColumnPairs[i].outputColumnName}' since it has type '{source.Type.GetItemType()}'");
            }
        }

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() =>
            _parent._maps.Select((map, i) =>
            {
                DataViewSchema.Column source = InputSchema[SourceColumns[i]];
                var annotations = new DataViewSchema.Annotations.Builder();
                map.AddKeyValues(annotations, source, _parent._textKeyValues[i]);
                annotations.Add(source.Annotations, name => name == AnnotationUtils.Kinds.SlotNames);
                DataViewType type = source.Type is VectorDataViewType vector ? new VectorDataViewType(map.OutputType, vector.Dimensions) : map.OutputType;
                return new DataViewSchema.DetachedColumn(_parent.ColumnPairs[i].outputColumnName, type, annotations.ToAnnotations());
            }).ToArray();

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            return _parent._maps[iinfo].MakeGetter(input, InputSchema[SourceColumns[iinfo]]);
        }
    }
}
