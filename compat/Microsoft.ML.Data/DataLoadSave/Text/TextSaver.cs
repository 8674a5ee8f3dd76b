using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Writes a view as text: a comment with the schema, a header, and one line per row.</summary>
internal sealed class TextSaver
{
    private readonly IHost _host;
    private readonly char _separator;
    private readonly bool _header;
    private readonly bool _schema;
    private readonly bool _keepHidden;
    private readonly bool _forceDense;

    public TextSaver(IHostEnvironment env, char separator, bool header, bool schema, bool keepHidden, bool forceDense)
    {
        _host = env.Register("TextSaver");
        if (separator is not (' ' or '\t' or ',' or ';' or '|'))
            throw _host.ExceptUserArg("Separator", "Invalid separator - must be: space, tab, comma, semicolon, or bar");
        _separator = separator;
        _header = header;
        _schema = schema;
        _keepHidden = keepHidden;
        _forceDense = forceDense;
    }

    public void Save(IDataView data, Stream stream)
    {
        using IChannel channel = _host.Start("Saving");
        DataViewSchema.Column[] columns = data.Schema.Where(c => (_keepHidden || !c.IsHidden) && IsSavable(channel, c)).ToArray();
        if (columns.Length == 0)
            throw channel.ExceptParam(nameof(data), "No valid columns to save");
        for (int i = 0; i < columns.Length - 1; i++)
        {
            if (columns[i].Type is VectorDataViewType { IsKnownSize: false })
                channel.Warning("Column '{0}' is variable length, so it must be the last, or the file will be unreadable.", columns[i].Name);
        }

        using var writer = new StreamWriter(stream, new UTF8Encoding(false), bufferSize: 1 << 14, leaveOpen: true);
        bool hasHeader = _header && columns.Any(HasName);
        if (_schema)
            EmbeddedOptions.Write(writer, _separator, hasHeader, columns.Select(c => (c.Name, c.Type)));

        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        SavedColumn[] saved = columns.Select(c => SavedColumn.Create(cursor, c, _separator)).ToArray();
        var line = new SavedLine(writer, saved, _separator, _forceDense);
        if (hasHeader)
            line.WriteHeader();
        long rows = 0;
        for (; cursor.MoveNext(); rows++)
            line.WriteRow();
        if (rows == 0)
            channel.Warning("Wrote zero rows of data!");
        else
            channel.Info("Wrote {0} rows of {1} columns", rows, columns.Length);
    }

    private static bool IsSavable(IChannel channel, DataViewSchema.Column column)
    {
        DataViewType item = column.Type.GetItemType();
        if (item is KeyDataViewType || item.IsStandardScalar())
            return true;
        channel.Warning("The column '{0}' will not be written since it has unsavable type.", column.Name);
        return false;
    }

    private static bool HasName(DataViewSchema.Column column) =>
        column.Type is not VectorDataViewType || SavedColumn.SlotNames(column) is not null;
}
