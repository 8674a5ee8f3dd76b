using System;
using System.Collections.Generic;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Deals the lines of a source out in batches to the cursors of a set, which may run on several threads.</summary>
internal sealed class LineFeed(IEnumerable<TextLine> lines, int users)
{
    private const int BatchSize = 64;

    private readonly IEnumerator<TextLine> _lines = lines.GetEnumerator();
    private readonly object _lock = new();
    private int _users = users;
    private long _batch;
    private long _row;

    /// <summary>Fills the list with the next lines; false at the end.</summary>
    public bool Take(List<TextLine> lines, out long batch, out long firstRow)
    {
        lines.Clear();
        lock (_lock)
        {
            batch = _batch++;
            firstRow = _row;
            try
            {
                while (lines.Count < BatchSize && _lines.MoveNext())
                    lines.Add(_lines.Current);
            }
            catch (Exception e)
            {
                throw Contracts.ExceptDecode(e, "Stream reading encountered exception");
            }
            _row += lines.Count;
        }
        return lines.Count > 0;
    }

    /// <summary>The last cursor that leaves closes the source.</summary>
    public void Release()
    {
        lock (_lock)
        {
            if (--_users == 0)
                _lines.Dispose();
        }
    }
}
