using System.Collections.Generic;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    /// <summary>Collects columns.</summary>
    public sealed class Builder
    {
        private readonly List<DetachedColumn> _columns = [];

        public Builder()
        {
        }

        public void AddColumn(string name, DataViewType type, Annotations annotations = null) =>
            _columns.Add(new DetachedColumn(name, type, annotations));

        public void AddColumns(IEnumerable<DetachedColumn> source) => _columns.AddRange(source);

        public void AddColumns(IEnumerable<Column> source)
        {
            foreach (Column column in source)
                _columns.Add(new DetachedColumn(column));
        }

        public DataViewSchema ToSchema()
        {
            var columns = new Column[_columns.Count];
            var seen = new HashSet<string>();
            for (int i = columns.Length - 1; i >= 0; i--)
                columns[i] = new Column(_columns[i].Name, i, isHidden: !seen.Add(_columns[i].Name), _columns[i].Type, _columns[i].Annotations);
            return new DataViewSchema(columns);
        }
    }
}
