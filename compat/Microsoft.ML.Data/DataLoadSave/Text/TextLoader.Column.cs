using System;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>A column to load: its name, its item type, and the fields of a line that it takes.</summary>
    public sealed class Column
    {
        public string Name;

        public Range[] Source;

        /// <summary>If set, the column is a key.</summary>
        public KeyCount KeyCount;

        public Column()
        {
        }

        public Column(string name, DataKind dataKind, int index)
            : this(name, dataKind, [new Range(index)])
        {
        }

        public Column(string name, DataKind dataKind, int minIndex, int maxIndex)
            : this(name, dataKind, [new Range(minIndex, maxIndex)])
        {
        }

        public Column(string name, DataKind dataKind, Range[] source, KeyCount keyCount = null)
        {
            Contracts.CheckValue(name, nameof(name));
            Contracts.CheckValue(source, nameof(source));
            Name = name;
            DataKind = dataKind;
            Source = source;
            KeyCount = keyCount;
        }

        /// <summary>The item type; Single if it is never set.</summary>
        public DataKind DataKind { get; set; }
    }

    /// <summary>A run of fields of a line. More than one field, or a run given by its ends, makes a vector.</summary>
    public sealed class Range
    {
        public int Min;

        /// <summary>The last field, or null where the end is found otherwise.</summary>
        public int? Max;

        /// <summary>Extends to the end of the line; all lines are equally long.</summary>
        public bool AutoEnd;

        /// <summary>Extends to the end of the line, wherever that is: a vector of varying size.</summary>
        public bool VariableEnd;

        /// <summary>Takes those fields of the run that no other column takes.</summary>
        public bool AllOther;

        /// <summary>Whether even one field makes a vector.</summary>
        public bool ForceVector;

        public Range()
        {
        }

        public Range(int index)
        {
            if (index < 0)
                throw Contracts.ExceptParam(nameof(index), "Must be non-negative");
            Min = index;
            Max = index;
        }

        public Range(int min, int? max)
        {
            if (min < 0)
                throw Contracts.ExceptParam(nameof(min), "Must be non-negative");
            if (max < min)
                throw Contracts.ExceptParam(nameof(max), "If specified, must be greater than or equal to min");
            Min = min;
            Max = max;
            ForceVector = true;
            AutoEnd = max is null;
        }
    }
}
