using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.MlNet;

/// <summary>A data view with the columns of a detector behind those of its source, computed while somebody reads them.</summary>
internal sealed partial class ScoringDataView(IDataView source, ScoringMapper mapper) : IDataView
{
    private DataViewSchema _schema = mapper.OutputSchema;
    private bool _isSchemaKnown;

    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema
    {
        get
        {
            _isSchemaKnown = true;
            return _schema;
        }
    }

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] active = [.. columnsNeeded];
        return Scoring(source.GetRowCursor(mapper.GetDependencies(active), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] active = [.. columnsNeeded];
        return [.. source.GetRowCursorSet(mapper.GetDependencies(active), n, rand).Select(cursor => Scoring(cursor, active))];
    }

    private DataViewRowCursor Scoring(DataViewRowCursor cursor, DataViewSchema.Column[] active) =>
        active.Any(mapper.IsOwn) && active.All(column => mapper.IsOwn(column) || KeptColumn.CanKeep(column.Type))
            ? new BlockScoringCursor(mapper, cursor, active)
            : new ScoringCursor(mapper, cursor, active);
}
