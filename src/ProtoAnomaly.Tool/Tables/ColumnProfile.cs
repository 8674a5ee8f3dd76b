using System.Globalization;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>What the values of a column look like.</summary>
internal sealed class ColumnProfile
{
    /// <summary>Distinct values are counted up to this number.</summary>
    public const int MostDistinct = 100_000;

    private readonly Dictionary<string, int> _values = new(StringComparer.Ordinal);
    private readonly long[] _numbers = new long[Enum.GetValues<NumberFormat>().Length];
    private readonly long[] _dates = new long[Enum.GetValues<DateOrder>().Length];
    private long _previous = long.MinValue, _smallest = long.MaxValue, _largest = long.MinValue;
    private bool _integersRise = true;

    public long Missing { get; private set; }

    /// <summary>Number of values that are there.</summary>
    public long Present { get; private set; }

    public long Integers { get; private set; }

    /// <summary>Number of distinct values, at most <see cref="MostDistinct"/>.</summary>
    public int Distinct => _values.Count;

    /// <summary>The distinct values and how often each is there.</summary>
    public IReadOnlyDictionary<string, int> Values => _values;

    /// <summary>Whether all values are integers, each larger than the one before.</summary>
    public bool IsRising => _integersRise && AreIntegers && Present > 1;

    /// <summary>Whether all values are integers, no two of them alike.</summary>
    public bool AreDistinctIntegers => AreIntegers && Distinct == Present;

    public bool AreIntegers => Integers == Present && Present > 0;

    /// <summary>The largest integer less the smallest one.</summary>
    public double IntegerRange => (double)_largest - _smallest;

    /// <summary>How many values are numbers in a format.</summary>
    public long NumbersIn(NumberFormat format) => _numbers[(int)format];

    /// <summary>How many values are dates in an order.</summary>
    public long DatesIn(DateOrder order) => _dates[(int)order];

    public void Add(string value)
    {
        if (MissingValue.Is(value))
        {
            Missing++;
            return;
        }
        Present++;
        if (_values.TryGetValue(value, out int count) || _values.Count < MostDistinct)
            _values[value] = count + 1;
        if (!AddNumber(value))
        {
            foreach (DateOrder order in Enum.GetValues<DateOrder>())
                _dates[(int)order] += Dates.TryParse(value, order, out _) ? 1 : 0;
        }
    }

    private bool AddNumber(string value)
    {
        bool any = false, isPlain = value.AsSpan().IndexOfAny(",.") < 0;
        if (isPlain)
        {
            any = Numbers.TryParse(value, NumberFormat.Point, out _);
            for (int format = 0; format < _numbers.Length; format++)
                _numbers[format] += any ? 1 : 0;
        }
        else
        {
            foreach (NumberFormat format in Enum.GetValues<NumberFormat>())
            {
                bool reads = Numbers.TryParse(value, format, out _);
                _numbers[(int)format] += reads ? 1 : 0;
                any |= reads;
            }
        }
        if (isPlain && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
        {
            Integers++;
            _integersRise &= integer > _previous;
            _previous = integer;
            (_smallest, _largest) = (Math.Min(_smallest, integer), Math.Max(_largest, integer));
        }
        return any;
    }
}
