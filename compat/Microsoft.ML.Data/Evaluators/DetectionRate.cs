using System;
using System.Collections.Generic;

namespace Microsoft.ML.Data;

/// <summary>
/// The share of anomalies ranked above the (k+1)-th false positive. Which of several rows with the same score comes first is
/// decided by how they move through a binary heap; the original has the same order.
/// </summary>
internal static class DetectionRate
{
    private const double FalsePositiveRate = 0.01;

    internal readonly record struct Example(float Label, float Score)
    {
        public bool IsAnomaly => Label > 0;
    }

    /// <param name="examples">All rows in the order of the data, with at least one anomaly.</param>
    /// <param name="anomalies">The number of anomalies among them.</param>
    /// <param name="falsePositives">The number of false positives allowed.</param>
    public static double At(IReadOnlyList<Example> examples, long anomalies, int falsePositives)
    {
        double limit = Math.Max(FalsePositiveRate * (examples.Count - anomalies), Math.Max(falsePositives, anomalies));
        int found = 0, wrong = 0;
        foreach (Example example in TopExamples(examples, (int)Math.Ceiling(limit)))
        {
            if (example.IsAnomaly)
                found++;
            else if (++wrong > falsePositives)
                break;
        }
        return (double)found / anomalies;
    }

    // The best rows by descending score, down to the given number of normal ones.
    private static Example[] TopExamples(IReadOnlyList<Example> examples, int normalLimit)
    {
        var heap = new LowestFirst();
        int normal = 0;
        foreach (Example example in examples)
        {
            if (normal < normalLimit)
            {
                heap.Add(example);
                if (!example.IsAnomaly)
                    normal++;
            }
            else if (!(example.Score < heap.Lowest.Score))
            {
                heap.Add(example);
                if (!example.IsAnomaly)
                    while (heap.RemoveLowest().IsAnomaly) { }
            }
        }
        var sorted = new Example[heap.Count];
        while (heap.Count > 0)
            sorted[heap.Count - 1] = heap.RemoveLowest();
        return sorted;
    }

    private sealed class LowestFirst
    {
        private readonly List<Example> _items = new();

        public int Count => _items.Count;

        public Example Lowest => _items[0];

        public void Add(Example item)
        {
            _items.Add(item);
            int i = Count - 1;
            for (int parent; i > 0 && _items[parent = (i - 1) / 2].Score > item.Score; i = parent)
                _items[i] = _items[parent];
            _items[i] = item;
        }

        public Example RemoveLowest()
        {
            Example lowest = _items[0], item = _items[^1];
            _items.RemoveAt(Count - 1);
            if (Count == 0)
                return lowest;
            int i = 0;
            for (int child; (child = 2 * i + 1) < Count; i = child)
            {
                if (child + 1 < Count && _items[child].Score > _items[child + 1].Score)
                    child++;
                if (!(item.Score > _items[child].Score))
                    break;
                _items[i] = _items[child];
            }
            _items[i] = item;
            return lowest;
        }
    }
}
