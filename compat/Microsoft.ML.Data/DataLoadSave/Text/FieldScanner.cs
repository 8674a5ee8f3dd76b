using System;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Cuts a line into fields. Empty fields are left out unless missing reals are to become NaN.</summary>
internal sealed class FieldScanner
{
    private readonly TextFormat _format;
    private readonly bool _spaceSeparates;
    private readonly char _onlySeparator;
    private readonly int _lastNeeded;
    private readonly StringBuilder _unquoted = new();
    private int[] _indices = new int[8];
    private ReadOnlyMemory<char>[] _values = new ReadOnlyMemory<char>[8];

    // State of the field being scanned.
    private string _line;
    private int _end;
    private int _next;
    private int _sparseIndex;
    private string _error;

    /// <param name="format">How fields are told apart.</param>
    /// <param name="lastNeeded">Index of the last field that anyone wants; scanning stops after it.</param>
    public FieldScanner(TextFormat format, int lastNeeded)
    {
        _format = format;
        _spaceSeparates = format.SpaceSeparates;
        _onlySeparator = format.Separators.Length == 1 ? format.Separators[0] : '\0';
        _lastNeeded = lastNeeded;
    }

    /// <summary>Number of fields found in the line.</summary>
    public int Count { get; private set; }

    /// <summary>What is wrong with the line's format, or null.</summary>
    public string Error => _error;

    public int Index(int i) => _indices[i];

    public ref readonly ReadOnlyMemory<char> Value(int i) => ref _values[i];

    /// <summary>Position in the list of fields of the first with at least that index.</summary>
    public int Find(int index)
    {
        // Mostly no field is missing, and then a field stands at its own index.
        if (index < Count && _indices[index] == index)
            return index;
        int found = Array.BinarySearch(_indices, 0, Count, index);
        return found >= 0 ? found : ~found;
    }

    /// <summary>Scans a line; returns one more than the index of the last field.</summary>
    public int Scan(string line)
    {
        _line = line;
        _end = _format.TrimWhitespace ? line.AsSpan().TrimEnd().Length : line.Length;
        _next = 0;
        _error = null;
        Count = 0;
        return _format.AllowSparse ? ScanSparse() : ScanDense();
    }

    private int ScanDense()
    {
        for (int index = 0; ; )
        {
            bool more = Fetch(out ReadOnlyMemory<char> value);
            if (!value.IsEmpty || _format.MissingRealsAsNaNs)
                Add(index, value);
            if (++index > _lastNeeded || !more)
                return index;
        }
    }

    private int ScanSparse()
    {
        int size = _format.InputSize, needed = _lastNeeded;
        int index = 0;
        int fixedFields = -1;   // number of fields before the sparse part, once that has begun
        int previous = -1;
        for (bool more = true; more; )
        {
            more = Fetch(out ReadOnlyMemory<char> value);
            if (_sparseIndex < 0)
            {
                if (fixedFields >= 0)
                    return Bad("Non-sparse formatted value follows sparse formatted value", size);
                if (!value.IsEmpty)
                    Add(index, value);
                if (index++ > needed)
                    break;
                continue;
            }
            if (fixedFields < 0)
            {
                if (!BeginSparse(index, ref size, out fixedFields))
                    return Math.Max(index, size);
                needed = Math.Min(needed, size - 1);
            }
            if (_sparseIndex >= size - fixedFields)
                return Bad("Sparse item index larger than expected. Is the specified size incorrect?", size);
            if (_sparseIndex <= previous)
                return Bad("Sparse indices out of order", size);
            if (fixedFields + _sparseIndex > needed)
                break;
            previous = _sparseIndex;
            if (!value.IsEmpty)
                Add(fixedFields + _sparseIndex, value);
        }
        return fixedFields < 0 ? Math.Max(index, size) : size;
    }

    // The field before the first "index:value" is the number of fields that the sparse part stands for,
    // unless the size of lines was given beforehand.
    private bool BeginSparse(int index, ref int size, out int fixedFields)
    {
        fixedFields = Count;
        if (size > 0)
            return true;
        if (Count == 0 || _indices[Count - 1] != index - 1)
        {
            _error = "Missing dimensionality or ambiguous sparse item. Use sparse=- for non-sparse file, and/or quote the value.";
            return false;
        }
        if (!int.TryParse(_values[Count - 1].Span, out int items) || items <= 0)
        {
            _error = "Bad dimensionality or ambiguous sparse item. Use sparse=- for non-sparse file, and/or quote the value.";
            return false;
        }
        fixedFields = _indices[--Count];
        size = (int)Math.Min((long)fixedFields + items, TextFormat.FieldLimit - 1);
        return true;
    }

    private int Bad(string error, int size)
    {
        _error = error;
        return size;
    }

    private void Add(int index, ReadOnlyMemory<char> value)
    {
        if (Count == _indices.Length)
        {
            Array.Resize(ref _indices, 2 * Count);
            Array.Resize(ref _values, 2 * Count);
        }
        _indices[Count] = index;
        _values[Count++] = value;
    }

    // The next field, and whether a separator follows it.
    private bool Fetch(out ReadOnlyMemory<char> value)
    {
        _sparseIndex = -1;
        value = default;
        SkipSpaces();
        if (_next < _end && _format.AllowSparse && ReadSparseIndex())
            SkipSpaces();
        if (_next >= _end)
            return false;

        if (_format.AllowQuoting && _line[_next] == '"')
            value = FetchQuoted();
        else
        {
            int start = _next;
            SkipToSeparator();
            value = _line.AsMemory(start, _next - start);
        }
        if (_next >= _end)
            return false;
        _next++;
        return true;
    }

    private void SkipSpaces()
    {
        if (_spaceSeparates)
            return;
        while (_next < _end && _line[_next] == ' ')
            _next++;
    }

    private void SkipToSeparator()
    {
        ReadOnlySpan<char> rest = _line.AsSpan(_next, _end - _next);
        int length = _onlySeparator != '\0' ? rest.IndexOf(_onlySeparator) : rest.IndexOfAny(_format.Separators);
        _next = length < 0 ? _end : _next + length;
    }

    // "index:" with an index of at most nine digits, so that it cannot overflow.
    private bool ReadSparseIndex()
    {
        int at = _next, limit = Math.Min(_end, _next + 9), index = 0;
        while (at < limit && char.IsAsciiDigit(_line[at]))
            index = 10 * index + (_line[at++] - '0');
        if (at == _next || at >= _end || _line[at] != ':')
            return false;
        _sparseIndex = index;
        _next = at + 1;
        return true;
    }

    // A quote is written as two, or after the escape character. Between the closing quote and the separator only
    // spaces may stand; a field that breaks this has no value.
    private ReadOnlyMemory<char> FetchQuoted()
    {
        const string illegal = "Illegal quoting";
        _unquoted.Clear();
        bool closed = false, good = true;
        for (_next++; _next < _end && !closed; _next++)
        {
            char c = _line[_next];
            bool quoteFollows = _next + 1 < _end && _line[_next + 1] == '"';
            if (c == _format.EscapeChar && quoteFollows)
            {
                _unquoted.Append('"');
                _next++;
            }
            else if (c == '"')
                closed = true;
            else
            {
                _unquoted.Append(c);
                // An escaped character other than a quote stands for itself, as does the escape before it.
                if (c == _format.EscapeChar && _next + 1 < _end)
                    _unquoted.Append(_line[++_next]);
            }
        }
        for (; _next < _end && !_format.IsSeparator(_line[_next]); _next++)
            good &= _line[_next] == ' ';
        if (closed && good)
            return _unquoted.ToString().AsMemory();
        _error = illegal;
        return default;
    }
}
