using System;
using System.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Appends the columns that user code computes from a row.</summary>
public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly IHost _host;
    private readonly Action<TSrc, TDst> _mapAction;
    private readonly string _contractName;
    private readonly SchemaDefinition _inputSchemaDefinition;

    internal CustomMappingTransformer(
        IHostEnvironment env,
        Action<TSrc, TDst> mapAction,
        string contractName,
        SchemaDefinition inputSchemaDefinition = null,
        SchemaDefinition outputSchemaDefinition = null)
    {
        Contracts.CheckValue(env, nameof(env));
        _host = env.Register(nameof(CustomMappingTransformer<TSrc, TDst>));
        _host.CheckValue(mapAction, nameof(mapAction));
        _mapAction = mapAction;
        _contractName = contractName;
        _inputSchemaDefinition = inputSchemaDefinition;
        AddedColumns = MemberColumn.Of(typeof(TDst), outputSchemaDefinition, SchemaDefinition.Direction.Read);
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal MemberColumn[] InputColumns => MemberColumn.Of(typeof(TSrc), _inputSchemaDefinition, SchemaDefinition.Direction.Write);

    internal MemberColumn[] AddedColumns { get; }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        return RowToRowMapperTransform.GetOutputSchema(inputSchema, new Mapper(this, inputSchema));
    }

    public IDataView Transform(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        return new RowToRowMapperTransform(_host, input, new Mapper(this, input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        return new RowToRowMapperTransform(_host, new EmptyDataView(_host, inputSchema), new Mapper(this, inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        _host.CheckValue(ctx, nameof(ctx));
        if (_contractName == null)
            throw _host.Except("Empty contract name for a transform: the transform cannot be saved");
        CustomMappingModel.Save(ctx, _contractName, _mapAction.Method.DeclaringType.Assembly.FullName);
    }

    private sealed class Mapper(CustomMappingTransformer<TSrc, TDst> parent, DataViewSchema inputSchema) : IRowMapper
    {
        private readonly RowBinding<TSrc> _binding = RowBinding<TSrc>.Create(inputSchema, ignoreMissingColumns: false, parent._inputSchemaDefinition);

        public DataViewSchema.DetachedColumn[] GetOutputColumns() =>
            parent.AddedColumns.Select(c => new DataViewSchema.DetachedColumn(c.Name, c.Type, c.Annotations)).ToArray();

        public Func<int, bool> GetDependencies(Func<int, bool> activeOutput)
        {
            var needed = new bool[inputSchema.Count];
            if (Enumerable.Range(0, parent.AddedColumns.Length).Any(activeOutput))
                foreach (DataViewSchema.Column column in _binding.Columns)
                    needed[column.Index] = true;
            return column => needed[column];
        }

        public Delegate[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            var getters = new Delegate[parent.AddedColumns.Length];
            if (!Enumerable.Range(0, getters.Length).Any(activeOutput))
                return getters;

            // The action runs once per row, when the first of its columns is asked for.
            Action<TSrc> fill = _binding.Bind(input);
            var source = new TSrc();
            var target = new TDst();
            var holder = new RowHolder<TDst> { Row = target };
            long position = -1;
            void Refresh()
            {
                if (position == input.Position)
                    return;
                fill(source);
                parent._mapAction(source, target);
                position = input.Position;
            }
            for (int i = 0; i < getters.Length; i++)
                if (activeOutput(i))
                    getters[i] = TypedCall.Invoke<Delegate>(Refreshed<int>, parent.AddedColumns[i].Type.RawType,
                        TypedGetters.Create(parent.AddedColumns[i], holder), (Action)Refresh);
            return getters;
        }

        private static Delegate Refreshed<T>(Delegate getter, Action refresh)
        {
            var get = (ValueGetter<T>)getter;
            return (ValueGetter<T>)((ref T value) =>
            {
                refresh();
                get(ref value);
            });
        }
    }
}
