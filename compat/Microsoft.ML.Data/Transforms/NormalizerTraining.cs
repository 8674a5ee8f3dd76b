using System;
using System.Linq;
using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Learns the functions of a normalizer in one pass over the data.</summary>
internal static class NormalizerTraining
{
    public static NormalizingTransformer Train(IHost host, IDataView data, NormalizingEstimator.Column[] columns)
    {
        DataViewSchema.Column[] sources = columns
            .Select(c => data.Schema.GetColumnOrNull(c.InputName) ?? throw host.ExceptSchemaMismatch(nameof(data), "input", c.InputName))
            .ToArray();

        ColumnTrainer[] trainers;
        using (DataViewRowCursor cursor = data.GetRowCursor(sources))
        {
            trainers = columns.Select((c, i) => CreateTrainer(host, c, cursor, sources[i])).ToArray();
            bool wantsMore = true;
            while (wantsMore && cursor.MoveNext())
            {
                wantsMore = false;
                foreach (ColumnTrainer trainer in trainers)
                    wantsMore |= trainer.ProcessRow();
            }
        }
        return new NormalizingTransformer(host, columns.Select((c, i) =>
            new NormalizingTransformer.Column(c.Name, c.InputName, sources[i].Type, trainers[i].Finish())).ToArray());
    }

    private static ColumnTrainer CreateTrainer(IHost host, NormalizingEstimator.Column column, DataViewRow row, DataViewSchema.Column source)
    {
        DataViewType srcType = source.Type;
        bool isNumeric = srcType.GetItemType() == NumberDataViewType.Single || srcType.GetItemType() == NumberDataViewType.Double;
        if (!isNumeric || srcType is VectorDataViewType { IsKnownSize: false })
            throw host.ExceptParam(nameof(srcType), $"Wrong column type for input column. Expected: Single, Double, Vector of Single or Vector of Double. Got: {srcType}.");
        host.CheckUserArg(column.MaximumExampleCount > 1, nameof(column.MaximumExampleCount), "Must be greater than 1");
        return srcType.GetItemType() == NumberDataViewType.Single
            ? new ColumnTrainer<float>(host, column, row, source)
            : new ColumnTrainer<double>(host, column, row, source);
    }

    private abstract class ColumnTrainer
    {
        /// <summary>Takes the current row into account; false when it has seen enough rows.</summary>
        public abstract bool ProcessRow();

        public abstract NormalizerFunction Finish();
    }

    private sealed class ColumnTrainer<T> : ColumnTrainer
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        private readonly IHost _host;
        private readonly NormalizingEstimator.Column _column;
        private readonly bool _isVector;
        private readonly ValueGetter<VBuffer<T>> _getter;
        private readonly NormalizerStatistics<T> _statistics;
        private VBuffer<T> _value;
        private long _remaining;

        public ColumnTrainer(IHost host, NormalizingEstimator.Column column, DataViewRow row, DataViewSchema.Column source)
        {
            _host = host;
            _column = column;
            _isVector = source.Type is VectorDataViewType;
            _getter = NormalizerFunction.SlotGetter<T>(row, source);
            int size = source.Type.GetValueCount();
            _statistics = column.Method == NormalizingEstimator.Method.MinMax ? new RangeStatistics<T>(size) : new MomentStatistics<T>(size);
            _remaining = column.MaximumExampleCount;
        }

        public override bool ProcessRow()
        {
            if (_remaining == 0)
                return false;
            _remaining--;
            _getter(ref _value);
            if (_value.Length != _statistics.Size)
                throw _host.Except($"Normalizer expected {_statistics.Size} slots but got {_value.Length}");
            _statistics.Add(_value);
            return true;
        }

        public override NormalizerFunction Finish()
        {
            _statistics.Finish();
            if (_column.Method == NormalizingEstimator.Method.CumulativeNormal)
                return ((MomentStatistics<T>)_statistics).ToCumulativeNormal(_isVector);
            return _statistics.ToAffine(_column.FixZero, _isVector);
        }
    }
}
