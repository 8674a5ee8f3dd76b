using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The classes that unlabelled rows probably are of, and whether they are likely enough to be learned from. Label propagation gives the first
/// ones; later on, the networks say.
/// </summary>
internal sealed class PseudoLabels : IDisposable
{
    // Of rows that networks judge, those above a probability count.
    private const float SmallestProbability = 0.8f;

    private readonly int[] _unlabelled;
    private readonly int _classes;
    private readonly long[] _classOf;
    private readonly float[] _weightOf;
    private readonly Tensor _targets;
    private readonly Tensor _weights;
    private float[]? _probabilities;

    /// <param name="rows">The number of all rows.</param>
    /// <param name="draw">The prototypes, whose classes are certain, and the unlabelled rows.</param>
    /// <param name="classes">N</param>
    /// <param name="device">Where batches are wanted.</param>
    public PseudoLabels(int rows, PrototypeDraw draw, int classes, Device device)
    {
        (_unlabelled, _classes) = (draw.Unlabelled, classes);
        _classOf = new long[rows];
        _weightOf = new float[rows];
        for (int j = 0; j < draw.Prototypes.Length; j++)
            (_classOf[draw.Prototypes[j]], _weightOf[draw.Prototypes[j]]) = (draw.ClassOfPrototype[j], 1);
        _targets = zeros(rows, dtype: int64, device: device).DetachFromDisposeScope();
        _weights = zeros(rows, dtype: float32, device: device).DetachFromDisposeScope();
        Upload();
    }

    /// <summary>The classes of rows, [n], of type int64.</summary>
    /// <param name="numbers">Row numbers, [n].</param>
    public Tensor Classes(Tensor numbers) => _targets.index_select(0, numbers);

    /// <summary>1 for rows to learn from, else 0, [n].</summary>
    public Tensor Weights(Tensor numbers) => _weights.index_select(0, numbers);

    /// <summary>The class of a row, counted from 0; -1 where it is not likely enough.</summary>
    public int ClassOf(int row) => _weightOf[row] > 0 ? (int)_classOf[row] : -1;

    /// <summary>Takes what label propagation has found.</summary>
    /// <param name="rows">Row numbers.</param>
    /// <param name="classOf">The class of each of them; -1 where it is not sure enough.</param>
    public void TakePropagated(ReadOnlySpan<int> rows, ReadOnlySpan<int> classOf)
    {
        for (int i = 0; i < rows.Length; i++)
            (_classOf[rows[i]], _weightOf[rows[i]]) = (Math.Max(0, classOf[i]), classOf[i] < 0 ? 0 : 1);
        Upload();
    }

    /// <summary>Takes what the networks say; each time, it is averaged with what they said before.</summary>
    /// <param name="probabilities">The probability of each class for each unlabelled row, [unlabelled, N].</param>
    public void TakePredicted(float[] probabilities)
    {
        for (int i = 0; _probabilities is not null && i < probabilities.Length; i++)
            probabilities[i] = (_probabilities[i] + probabilities[i]) / 2;
        _probabilities = probabilities;
        for (int i = 0; i < _unlabelled.Length; i++)
        {
            (int label, float probability) = Largest(probabilities.AsSpan(i * _classes, _classes));
            (_classOf[_unlabelled[i]], _weightOf[_unlabelled[i]]) = (label, probability > SmallestProbability ? 1 : 0);
        }
        Upload();
    }

    public void Dispose()
    {
        _targets.Dispose();
        _weights.Dispose();
    }

    private static (int Class, float Value) Largest(ReadOnlySpan<float> values)
    {
        int largest = 0;
        for (int n = 1; n < values.Length; n++)
        {
            if (values[n] > values[largest])
                largest = n;
        }
        return (largest, values[largest]);
    }

    private void Upload()
    {
        using var scope = NewDisposeScope();
        _targets.copy_(tensor(_classOf, [_classOf.Length], device: _targets.device));
        _weights.copy_(tensor(_weightOf, [_weightOf.Length], device: _weights.device));
    }
}
