namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>Everything that can be set on a text loader.</summary>
    public class Options
    {
        /// <summary>Whether a field in double quotes may hold separators.</summary>
        public bool AllowQuoting = Defaults.AllowQuoting;

        /// <summary>Whether a line may end in "size index:value index:value ...".</summary>
        public bool AllowSparse = Defaults.AllowSparse;

        /// <summary>Number of fields of a line, where sparse lines do not say it themselves.</summary>
        public int? InputSize;

        public char[] Separators = [Defaults.Separator];

        public char DecimalMarker = Defaults.DecimalMarker;

        public Column[] Columns;

        /// <summary>Whether white space at the end of a line is dropped.</summary>
        public bool TrimWhitespace = Defaults.TrimWhitespace;

        public bool HasHeader = Defaults.HasHeader;

        public bool UseThreads = true;

        /// <summary>With quoting: whether a quoted field may span lines.</summary>
        public bool ReadMultilines = Defaults.ReadMultilines;

        /// <summary>A file whose first line is the header of the data files.</summary>
        public string HeaderFile;

        public long? MaxRows;

        public char EscapeChar = Defaults.EscapeChar;

        /// <summary>Whether missing real fields are NaN rather than 0.</summary>
        public bool MissingRealsAsNaNs = Defaults.MissingRealsAsNaNs;

        public Options()
        {
        }
    }

    internal static class Defaults
    {
        internal const bool AllowQuoting = false;
        internal const bool AllowSparse = false;
        internal const char Separator = '\t';
        internal const char DecimalMarker = '.';
        internal const bool HasHeader = false;
        internal const bool TrimWhitespace = false;
        internal const bool ReadMultilines = false;
        internal const char EscapeChar = '"';
        internal const bool MissingRealsAsNaNs = false;
    }
}
