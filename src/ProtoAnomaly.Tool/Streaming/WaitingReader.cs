namespace ProtoAnomaly.Tool.Streaming;

/// <summary>Text of which something is known before each wait for more: all that has arrived was given.</summary>
/// <param name="inner">The text.</param>
/// <param name="beforeWaiting">Is called before more text is asked for.</param>
internal sealed class WaitingReader(TextReader inner, Action beforeWaiting) : TextReader
{
    private string _pushedBack = "";

    /// <summary>Puts text in front of what comes.</summary>
    public void PushBack(string text) => _pushedBack = text + _pushedBack;

    /// <summary>The next line with its end; null at the end of the text. A line may end within double quotes and then goes on.</summary>
    public string? ReadRecord()
    {
        var record = new System.Text.StringBuilder();
        bool isQuoted = false;
        for (int next = inner.Read(); next >= 0; next = inner.Read())
        {
            record.Append((char)next);
            isQuoted ^= next == '"';
            if (!isQuoted && (next == '\n' || (next == '\r' && inner.Peek() != '\n')))
                break;
        }
        return record.Length == 0 ? null : record.ToString();
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (_pushedBack.Length > 0)
        {
            int count = Math.Min(buffer.Length, _pushedBack.Length);
            _pushedBack.AsSpan(0, count).CopyTo(buffer);
            _pushedBack = _pushedBack[count..];
            return count;
        }
        beforeWaiting();
        return inner.Read(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
