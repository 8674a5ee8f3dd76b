using System.Collections.Generic;
using System.IO;

namespace Microsoft.ML.Data;

/// <summary>
/// Lays the items of a row out on a line: all of them, or the first columns in full and the rest as
/// "size index:value index:value ..." where that is clearly shorter.
/// </summary>
internal sealed class SavedLine(TextWriter writer, SavedColumn[] columns, char separator, bool forceDense)
{
    // What a sparse item costs, compared with an item of a dense line.
    private const double SparseWeight = 2.5;

    // Items other than the default, by field in ascending order.
    private readonly List<(int Field, string Text)> _items = [];
    // Ends of the columns: number of fields, and number of items, before the end.
    private readonly (int Fields, int Items)[] _ends = new (int, int)[columns.Length + 1];

    public void WriteRow()
    {
        Collect(header: false);
        Write(null);
    }

    public void WriteHeader()
    {
        Collect(header: true);
        Write("\"\"");
    }

    private void Collect(bool header)
    {
        _items.Clear();
        int start = 0;
        for (int c = 0; c < columns.Length; c++)
        {
            string standard = header ? "" : columns[c].Default;
            void Add(int slot, string text)
            {
                if (text != standard)
                    _items.Add((start + slot, text));
            }
            start += header ? columns[c].WriteNames(Add) : columns[c].WriteItems(Add);
            _ends[c + 1] = (start, _items.Count);
        }
    }

    private void Write(string standard)
    {
        int dense = forceDense ? columns.Length : DenseColumns();
        WriteDense(dense, standard);
        if (dense < columns.Length)
            WriteSparse(dense, standard);
        writer.WriteLine();
    }

    // After which column to change from dense to sparse.
    private int DenseColumns()
    {
        int best = 0;
        double bestCost = SparseWeight * _items.Count;
        for (int c = 1; c <= columns.Length; c++)
        {
            double cost = _ends[c].Fields + SparseWeight * (_items.Count - _ends[c].Items);
            if (cost < bestCost)
                (best, bestCost) = (c, cost);
        }
        int denseFields = _ends[best].Fields, sparseFields = _ends[^1].Fields - denseFields;
        return sparseFields < 5 || sparseFields < denseFields / 5 ? columns.Length : best;
    }

    private void WriteDense(int columnCount, string standard)
    {
        int item = 0;
        for (int c = 0; c < columnCount; c++)
        {
            for (int field = _ends[c].Fields; field < _ends[c + 1].Fields; field++)
            {
                if (field > 0)
                    writer.Write(separator);
                bool given = item < _items.Count && _items[item].Field == field;
                writer.Write(given ? _items[item++].Text : standard ?? columns[c].Default);
            }
        }
    }

    private void WriteSparse(int firstColumn, string standard)
    {
        (int start, int item) = _ends[firstColumn];
        if (start > 0)
            writer.Write(separator);
        writer.Write(_ends[^1].Fields - start);
        // At least one item, or the line would not be seen to be sparse.
        if (item == _items.Count)
            writer.Write($"{separator}0:{standard ?? columns[firstColumn].Default}");
        for (; item < _items.Count; item++)
            writer.Write($"{separator}{_items[item].Field - start}:{_items[item].Text}");
    }
}
