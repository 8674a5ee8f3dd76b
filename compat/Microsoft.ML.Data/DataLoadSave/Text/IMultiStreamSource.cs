using System.IO;

namespace Microsoft.ML.Data;

/// <summary>Any number of streams to read, one after the other.</summary>
public interface IMultiStreamSource
{
    int Count { get; }

    /// <summary>Where a stream comes from, for messages, or null.</summary>
    string GetPathOrNull(int index);

    Stream Open(int index);

    TextReader OpenTextReader(int index);
}
