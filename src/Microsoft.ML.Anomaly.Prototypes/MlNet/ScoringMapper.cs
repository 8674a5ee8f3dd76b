using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes.MlNet;

/// <summary>A detector bound to an input schema: knows which columns come out and which ones they need.</summary>
internal sealed class ScoringMapper : IRowToRowMapper
{
    public ScoringMapper(
        IChannelProvider channels, PrototypeModel model, DetectorState state, DataViewSchema inputSchema, DataViewSchema.Column features)
    {
        (Channels, Model, State, InputSchema, Features) = (channels, model, state, inputSchema, features);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        builder.AddColumns(MlNet.OutputSchema.Columns(inputSchema, features, model, state.OutputColumns, state.Calibration is not null));
        OutputSchema = builder.ToSchema();
    }

    public IChannelProvider Channels { get; }

    public PrototypeModel Model { get; }

    public DetectorState State { get; }

    public DataViewSchema.Column Features { get; }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    /// <summary>Whether a column of the output schema is one of the detector's.</summary>
    public bool IsOwn(DataViewSchema.Column column) => column.Index >= InputSchema.Count;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var needed = new SortedSet<int>();
        foreach (DataViewSchema.Column column in dependingColumns)
            needed.Add(IsOwn(column) ? Features.Index : column.Index);
        return needed.Select(index => InputSchema[index]);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new ScoringRow(this, input, activeColumns);
}
