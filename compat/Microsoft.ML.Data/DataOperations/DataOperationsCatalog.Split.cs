using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    /// <summary>Cuts data in two. Rows with the same value in the sampling column stay together.</summary>
    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        _env.CheckValue(data, nameof(data));
        _env.CheckParam(testFraction is > 0 and < 1, nameof(testFraction), "Must be between 0 and 1 exclusive");
        return Split(data, SplitNumber.Create(_env, data, samplingKeyColumnName, seed ?? EnvironmentSeed), v => 0 <= v && v < testFraction);
    }

    /// <summary>Cuts data into folds; each is the test set once, and the others together are its training set.</summary>
    public IReadOnlyList<TrainTestData> CrossValidationSplit(IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null, int? seed = null)
    {
        _env.CheckValue(data, nameof(data));
        _env.CheckParam(numberOfFolds > 1, nameof(numberOfFolds), "Must be more than 1");
        SplitNumber number = SplitNumber.Create(_env, data, samplingKeyColumnName, seed ?? EnvironmentSeed);
        return Enumerable.Range(0, numberOfFolds).Select(fold =>
        {
            // Both ends belong to the fold, as they do in ML.NET: a number at the very boundary is in two test sets.
            double min = (double)fold / numberOfFolds, max = (double)(fold + 1) / numberOfFolds;
            return Split(data, number, v => min <= v && v <= max);
        }).ToArray();
    }

    private int? EnvironmentSeed => ((IHostEnvironmentInternal)_env).Seed;

    // Rows without a number (missing keys) are in neither part.
    private TrainTestData Split(IDataView data, SplitNumber number, Func<double, bool> isTest) => new(
        Part(data, number, v => !double.IsNaN(v) && !isTest(v)),
        Part(data, number, isTest));

    private RowFilter Part(IDataView data, SplitNumber number, Func<double, bool> accepts)
    {
        // A filter, and what drops the column of numbers again.
        _env.SkipSeeds(1);
        return new(_env.Register("Split"), data, number.Columns, row =>
        {
            Func<double> value = number.Reader(row);
            return () => accepts(value());
        }, inOrder: number.InOrder);
    }

    /// <summary>The two parts of split data.</summary>
    public readonly struct TrainTestData
    {
        public readonly IDataView TrainSet;

        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet)
        {
            TrainSet = trainSet;
            TestSet = testSet;
        }
    }
}
