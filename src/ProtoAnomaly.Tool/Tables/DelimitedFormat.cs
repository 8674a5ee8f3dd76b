using System.Text;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>What the user says of a delimited text.</summary>
/// <param name="Separator">What stands between fields; null where it is to be found out.</param>
/// <param name="HasHeader">Whether the first record has the columns' names; otherwise they are column1, column2 and so on.</param>
/// <param name="Encoding">The encoding, unless the text begins with a byte order mark.</param>
internal sealed record DelimitedFormat(char? Separator, bool HasHeader, Encoding Encoding)
{
    /// <summary>UTF-8 that refuses what is no UTF-8, so that no letter becomes another one in silence.</summary>
    public static Encoding StrictUtf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
