using System;
using System.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Multiplies vectors with the covariance matrix of the features, one pass over the data at a time.</summary>
internal sealed class CovariancePass(IDataView data, string featureColumn, string weightColumn, int dimension, bool center)
{
    /// <summary>
    /// Null without centring. Each pass adds to the mean of the one before instead of starting anew, so that after n rows
    /// the second pass leaves it too large by one part in n. The original does so, and its scores show it.
    /// </summary>
    public double[] Mean { get; } = center ? new double[dimension] : null;

    /// <summary>Rows left out because a feature or the weight is not finite, or the weight not positive.</summary>
    public long SkippedRows { get; private set; }

    public double[][] Multiply(double[][] vectors)
    {
        double[][] products = vectors.Select(_ => new double[dimension]).ToArray();
        double total = 0;
        SkippedRows = 0;
        ReadRows((in VBuffer<float> features, double weight) =>
        {
            if (Mean != null)
                AddScaled(Mean, features, weight);
            for (int i = 0; i < vectors.Length; i++)
                AddScaled(products[i], features, weight * Dot(vectors[i], features));
            total += weight;
        });
        Contracts.Check(total > 0, "Empty training data");

        foreach (double[] product in products)
            Scale(product, 1 / total);
        if (Mean != null)
        {
            Scale(Mean, 1 / total);
            for (int i = 0; i < vectors.Length; i++)
                RandomizedEigenvectors.AddScaled(products[i], Mean, -RandomizedEigenvectors.Dot(vectors[i], Mean));
        }
        return products;
    }

    private delegate void RowAction(in VBuffer<float> features, double weight);

    private void ReadRows(RowAction action)
    {
        DataViewSchema.Column featureSource = data.Schema[featureColumn];
        DataViewSchema.Column? weightSource = weightColumn == null ? null : data.Schema[weightColumn];
        using DataViewRowCursor cursor = data.GetRowCursor(weightSource == null ? [featureSource] : [featureSource, weightSource.Value]);
        ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(featureSource);
        ValueGetter<float> getWeight = weightSource == null ? null : cursor.GetGetter<float>(weightSource.Value);
        VBuffer<float> features = default;
        float weight = 1;
        while (cursor.MoveNext())
        {
            getFeatures(ref features);
            getWeight?.Invoke(ref weight);
            if (weight > 0 && float.IsFinite(weight) && AllFinite(features.GetValues()))
                action(features, weight);
            else
                SkippedRows++;
        }
    }

    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
            if (!float.IsFinite(value))
                return false;
        return true;
    }

    private static double Dot(double[] vector, in VBuffer<float> features)
    {
        ReadOnlySpan<float> values = features.GetValues();
        ReadOnlySpan<int> indices = features.GetIndices();
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
            sum += vector[features.IsDense ? i : indices[i]] * values[i];
        return sum;
    }

    private static void AddScaled(double[] target, in VBuffer<float> features, double factor)
    {
        ReadOnlySpan<float> values = features.GetValues();
        ReadOnlySpan<int> indices = features.GetIndices();
        for (int i = 0; i < values.Length; i++)
            target[features.IsDense ? i : indices[i]] += factor * values[i];
    }

    private static void Scale(double[] vector, double factor)
    {
        for (int i = 0; i < vector.Length; i++)
            vector[i] *= factor;
    }
}
