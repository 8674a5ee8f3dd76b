using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.MlNet;

/// <summary>Reads the features of the row that a cursor stands on.</summary>
internal sealed class FeatureGetter(ScoringMapper mapper, DataViewRow input)
{
    private readonly ValueGetter<VBuffer<float>> _getter = input.GetGetter<VBuffer<float>>(mapper.Features);
    private VBuffer<float> _features;

    /// <summary>Copies the features; says whether all of them are finite, so that the row can be scored.</summary>
    /// <exception cref="InvalidOperationException">The row has another number of features than the column says.</exception>
    public bool TryCopyTo(Span<float> destination)
    {
        _getter(ref _features);
        if (_features.Length != destination.Length)
            throw new InvalidOperationException($"The features vector has {_features.Length} values, but the model was trained on {destination.Length}.");
        _features.CopyTo(destination);
        return AllFinite(destination);
    }

    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        // x - x is 0 for every finite x, and not a number for the others.
        Vector<float> differences = Vector<float>.Zero;
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var x = new Vector<float>(values[i..]);
            differences += x - x;
        }
        bool finite = differences == Vector<float>.Zero;
        for (; i < values.Length; i++)
            finite &= float.IsFinite(values[i]);
        return finite;
    }
}
