using System.Text;

namespace ProtoAnomaly.Tool.Streaming;

/// <summary>
/// Reads lines in blocks: as many as have arrived, so that a line that comes alone is answered at once, and many at a time where they
/// come fast.
/// </summary>
internal sealed class LineBlockReader(Stream input) : IDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly StreamReader _reader = new(input, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferSize);
    private readonly char[] _buffer = new char[BufferSize];
    private readonly StringBuilder _begun = new();
    private bool _afterReturn;

    /// <summary>Replaces the block by the next lines.</summary>
    /// <returns>False at the end of the input.</returns>
    public bool Read(List<string> block)
    {
        block.Clear();
        while (block.Count == 0)
        {
            // Returns what has arrived, and waits only where that is nothing.
            int count = _reader.Read(_buffer, 0, _buffer.Length);
            if (count == 0)
            {
                if (_begun.Length == 0)
                    return false;
                block.Add(_begun.ToString());
                _begun.Clear();
                return true;
            }
            Cut(_buffer.AsSpan(0, count), block);
        }
        return true;
    }

    public void Dispose() => _reader.Dispose();

    // Lines end with \n, \r or \r\n.
    private void Cut(ReadOnlySpan<char> text, List<string> block)
    {
        if (_afterReturn && text[0] == '\n')
            text = text[1..];
        _afterReturn = false;
        while (!text.IsEmpty)
        {
            int end = text.IndexOfAny('\r', '\n');
            if (end < 0)
            {
                _begun.Append(text);
                return;
            }
            block.Add(_begun.Append(text[..end]).ToString());
            _begun.Clear();
            bool isReturn = text[end] == '\r';
            text = text[(end + 1)..];
            if (isReturn && text.IsEmpty)
                _afterReturn = true;
            else if (isReturn && text[0] == '\n')
                text = text[1..];
        }
    }
}
