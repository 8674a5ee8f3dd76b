using System.Globalization;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes.Data;

/// <summary>Keeps a bounded number of unlabelled rows, each with the same chance, however many come.</summary>
/// <remarks>Algorithm R: Vitter, "Random sampling with a reservoir", ACM Transactions on Mathematical Software 11, 1985.</remarks>
internal sealed class RowReservoir
{
    // What the features of all training rows take where the options set no bound.
    private const long DefaultBytes = 2L << 30;

    private readonly FeatureRows _rows;
    private readonly int _maximum;
    private readonly Random _random;
    private readonly List<int> _members = [];
    private long _seen;

    /// <param name="rows">Where the rows are.</param>
    /// <param name="maximum">The largest number of training rows, labelled ones included; null takes as many as 2 GB hold.</param>
    /// <param name="random">The only source of randomness.</param>
    public RowReservoir(FeatureRows rows, int? maximum, Random random)
    {
        (_rows, _random) = (rows, random);
        _maximum = maximum ?? DefaultMaximum(rows.Width);
    }

    /// <summary>How many rows of so many features 2 GB hold.</summary>
    public static int DefaultMaximum(int width) => (int)Math.Min(DefaultBytes / ((long)width * sizeof(float)), int.MaxValue);

    /// <summary>Decides about the row that was added last.</summary>
    public void Offer()
    {
        _seen++;
        int last = _rows.Count - 1;
        if (_members.Count < _maximum)
        {
            _members.Add(last);
            return;
        }
        long place = _random.NextInt64(_seen);
        if (place < _members.Count)
            _rows.Copy(last, _members[(int)place]);
        _rows.RemoveLast();
    }

    /// <summary>The numbers of the rows that are kept, ascending.</summary>
    /// <param name="labelled">The number of labelled rows, which have their place before any other.</param>
    /// <param name="channel">Is told what was left out.</param>
    public int[] Kept(int labelled, IChannel channel)
    {
        int[] kept = [.. _members];
        if (kept.Length + labelled > _maximum)
        {
            // Two at least, since no trainer can do with less.
            kept = RowSample.Take(kept, Math.Max(_maximum - labelled, Math.Min(2, kept.Length)), _random);
        }
        if (kept.Length < _seen)
        {
            channel.Warning(MessageSensitivity.None, string.Create(
                CultureInfo.InvariantCulture,
                $"Of {_seen} unlabelled rows a random sample of {kept.Length} is trained on, so that with the labelled ones there are no more than {_maximum}; see the option MaximumTrainingRows."));
        }
        return kept;
    }
}
