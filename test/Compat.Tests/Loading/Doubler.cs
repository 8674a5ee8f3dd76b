using Microsoft.ML;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Compat.Tests.Loading;

/// <summary>A transformer made of public API only: appends twice the column "A" as "Twice", and counts how often it computes.</summary>
internal sealed class Doubler : ITransformer, IDisposable
{
    public int Computed { get; private set; }

    public bool Disposed { get; private set; }

    public bool IsRowToRowMapper { get; init; } = true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        builder.AddColumn("Twice", NumberDataViewType.Single);
        return builder.ToSchema();
    }

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new Mapper(this, inputSchema);

    public IDataView Transform(IDataView input) => throw new NotSupportedException();

    public void Save(ModelSaveContext ctx) => throw new NotSupportedException();

    public void Dispose() => Disposed = true;

    private sealed class Mapper(Doubler parent, DataViewSchema inputSchema) : IRowToRowMapper
    {
        public DataViewSchema InputSchema => inputSchema;

        public DataViewSchema OutputSchema { get; } = parent.GetOutputSchema(inputSchema);

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => [inputSchema["A"]];

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => new Row(parent, input, OutputSchema);
    }

    private sealed class Row(Doubler parent, DataViewRow input, DataViewSchema schema) : DataViewRow
    {
        public override DataViewSchema Schema => schema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (column.Name != "Twice")
                return input.GetGetter<TValue>(input.Schema[column.Index]);
            ValueGetter<float> source = input.GetGetter<float>(input.Schema["A"]);
            ValueGetter<float> twice = (ref float value) =>
            {
                parent.Computed++;
                source(ref value);
                value *= 2;
            };
            return (ValueGetter<TValue>)(Delegate)twice;
        }
    }
}
