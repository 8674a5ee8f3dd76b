using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Finds replacements by looking at the data, in one pass for all columns that need it.</summary>
internal static class MissingValueStatistics
{
    public static Replacement[] Compute(IHost host, IDataView input, MissingValueReplacingEstimator.Column[] columns, DataViewSchema.Column[] sources)
    {
        DataViewSchema.Column[] looked = sources.Where((_, i) => columns[i].Mode != MissingValueReplacingEstimator.ReplacementMode.DefaultValue).ToArray();
        using IChannel channel = host.Start("Computing Statistics");
        using DataViewRowCursor cursor = looked.Length == 0 ? null : input.GetRowCursor(looked);
        ColumnStatistic[] statistics = columns.Select((c, i) => ColumnStatistic.Create(channel, c, sources[i], cursor)).ToArray();
        while (cursor != null && cursor.MoveNext())
            foreach (ColumnStatistic statistic in statistics)
                statistic.ProcessRow();
        return statistics.Select(s => s.Finish()).ToArray();
    }

    private abstract class ColumnStatistic
    {
        public static ColumnStatistic Create(IChannel channel, MissingValueReplacingEstimator.Column column, DataViewSchema.Column source, DataViewRow row) =>
            source.Type.GetItemType() == NumberDataViewType.Single
                ? new ColumnStatistic<float>(channel, column, source, row)
                : new ColumnStatistic<double>(channel, column, source, row);

        public abstract void ProcessRow();

        public abstract Replacement Finish();
    }

    private sealed class ColumnStatistic<T> : ColumnStatistic
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        private readonly IChannel _channel;
        private readonly VectorDataViewType _bySlot;
        private readonly ValueGetter<VBuffer<T>> _getter;
        private readonly SlotStatistic<T>[] _slots;
        private VBuffer<T> _row;
        private long _count;

        public ColumnStatistic(IChannel channel, MissingValueReplacingEstimator.Column column, DataViewSchema.Column source, DataViewRow row)
        {
            _channel = channel;
            if (column.Mode == MissingValueReplacingEstimator.ReplacementMode.DefaultValue)
            {
                _slots = [new MeanStatistic<T>()];
                return;
            }
            _bySlot = column.ImputeBySlot ? source.Type as VectorDataViewType : null;
            if (_bySlot is { IsKnownSize: false })
            {
                channel.Warning("By-slot imputation can not be done on variable-length column");
                _bySlot = null;
            }
            _getter = NormalizerFunction.SlotGetter<T>(row, source);
            _slots = Enumerable.Range(0, _bySlot?.Size ?? 1).Select(_ => SlotStatistic<T>.Create(column.Mode)).ToArray();
        }

        public override void ProcessRow()
        {
            if (_getter == null)
                return;
            _getter(ref _row);
            _count += _bySlot == null ? _row.Length : 1;
            foreach ((int slot, T value) in _row.Items())
                _slots[_bySlot == null ? 0 : slot].Add(value);
        }

        public override Replacement Finish() =>
            new Replacement<T>(_bySlot, _getter == null ? [T.Zero] : _slots.Select(s => s.Finish(_channel, _count)).ToArray());
    }

    private abstract class SlotStatistic<T>
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        public static SlotStatistic<T> Create(MissingValueReplacingEstimator.ReplacementMode mode) => mode switch
        {
            MissingValueReplacingEstimator.ReplacementMode.Mean => new MeanStatistic<T>(),
            MissingValueReplacingEstimator.ReplacementMode.Minimum => new ExtremeStatistic<T>(T.PositiveInfinity, (value, best) => value < best),
            MissingValueReplacingEstimator.ReplacementMode.Maximum => new ExtremeStatistic<T>(T.NegativeInfinity, (value, best) => value > best),
            MissingValueReplacingEstimator.ReplacementMode.Mode => new ModeStatistic<T>(),
            _ => throw Contracts.Except($"Internal error, undefined ReplacementKind '{mode}' assigned in NAReplaceTransform."),
        };

        public abstract void Add(T value);

        /// <param name="channel">Takes warnings.</param>
        /// <param name="count">The number of values, zeros of sparse vectors included.</param>
        public abstract T Finish(IChannel channel, long count);
    }

    /// <summary>The mean, kept up to date without ever holding a sum that could overflow.</summary>
    private sealed class MeanStatistic<T> : SlotStatistic<T>
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        private long _missing;
        private long _used;
        private double _mean;

        // Zeros are only counted in the end.
        public override void Add(T value)
        {
            double number = double.CreateChecked(value);
            if (number == 0)
                return;
            if (!double.IsFinite(number))
            {
                _missing++;
                return;
            }
            _used++;
            // The difference of numbers of unlike signs could overflow.
            if ((_mean > 0) != (number > 0))
                _mean = _mean - _mean / _used + number / _used;
            else
                _mean += (number - _mean) / _used;
        }

        public override T Finish(IChannel channel, long count)
        {
            if (count == _missing)
            {
                channel.Warning("All values in this column are NAs, using default value for imputation");
                return T.Zero;
            }
            return T.CreateTruncating(_mean * ((double)_used / (count - _missing)));
        }
    }

    private sealed class ExtremeStatistic<T>(T start, Func<T, T, bool> isBetter) : SlotStatistic<T>
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        private T _best = start;
        private long _used;

        public override void Add(T value)
        {
            _used++;
            if (isBetter(value, _best))
                _best = value;
        }

        public override T Finish(IChannel channel, long count) => _used < count && isBetter(T.Zero, _best) ? T.Zero : _best;
    }

    /// <summary>The most frequent value, of several the one that was first so frequent. Zeros of sparse vectors do not count.</summary>
    private sealed class ModeStatistic<T> : SlotStatistic<T>
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        private readonly Dictionary<T, int> _counts = [];
        private T _mode;
        private int _modeCount;

        public override void Add(T value)
        {
            if (!T.IsFinite(value))
                return;
            int count = _counts[value] = _counts.GetValueOrDefault(value) + 1;
            if (count > _modeCount)
                (_mode, _modeCount) = (value, count);
        }

        public override T Finish(IChannel channel, long count) => _mode;
    }
}
