using Microsoft.ML.Data;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>Rows as ML.NET's text loader takes them: without a header, each line one row.</summary>
/// <param name="rows">Gives the lines, anew at each call.</param>
internal sealed class RowSource(Func<IEnumerable<string>> rows) : IMultiStreamSource
{
    public int Count => 1;

    public string? GetPathOrNull(int index) => null;

    public TextReader OpenTextReader(int index) => new LineReader(rows().GetEnumerator());

    public Stream Open(int index) => throw new NotSupportedException("Rows are read as text.");

    // Knows only how to read lines, which is what the loader asks for.
    private sealed class LineReader(IEnumerator<string> lines) : TextReader
    {
        // The loader takes lines that begin so for comments; a space in front of a field means nothing to it.
        public override string? ReadLine() =>
            !lines.MoveNext() ? null
            : lines.Current.StartsWith("//", StringComparison.Ordinal) || lines.Current.StartsWith('#') ? " " + lines.Current
            : lines.Current;

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                lines.Dispose();
            base.Dispose(disposing);
        }
    }
}
