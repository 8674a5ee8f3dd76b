using System.Numerics;
using Microsoft.ML.Anomaly.Prototypes.MlNet;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>Some rows that are scored together: their features, and the values that are wanted of them and of no other column.</summary>
internal sealed class ScoringBlock
{
    private readonly int _width;
    private readonly float[] _features;
    private readonly float[]?[] _numbers = new float[]?[BitOperations.Log2((uint)PrototypeColumns.All) + 1];
    private readonly int[]?[] _keys;

    /// <param name="model">The model that is going to score the rows.</param>
    /// <param name="wantsScore">Whether the score is wanted.</param>
    /// <param name="columns">The other columns that are wanted.</param>
    public ScoringBlock(PrototypeModel model, bool wantsScore, PrototypeColumns columns)
    {
        (_width, WantsScore, Columns) = (model.NumberOfFeatures, wantsScore, columns);
        _features = new float[_width * RowBlock.Rows];
        _keys = new int[]?[_numbers.Length];
        Scores = wantsScore ? new float[RowBlock.Rows] : [];
        Extra = [.. OutputSchema.Extra(columns)];
        foreach (PrototypeColumns column in Extra)
        {
            int index = IndexOf(column);
            switch (OutputSchema.KindOf(column))
            {
                case OutputColumnKind.Scalar:
                    _numbers[index] = new float[RowBlock.Rows];
                    break;
                case OutputColumnKind.Key:
                    _keys[index] = new int[RowBlock.Rows];
                    break;
                case OutputColumnKind.Vector:
                    _numbers[index] = new float[RowBlock.Rows * model.SizeOf(column)];
                    break;
                default:
                    _numbers[index] = new float[RowBlock.Rows * _width];
                    break;
            }
        }
    }

    /// <summary>The number of rows, at most <see cref="RowBlock.Rows"/>.</summary>
    public int Count { get; set; }

    public bool WantsScore { get; }

    public PrototypeColumns Columns { get; }

    /// <summary>The single flags of <see cref="Columns"/>.</summary>
    public PrototypeColumns[] Extra { get; }

    /// <summary>A score for each row, where wanted.</summary>
    public float[] Scores { get; }

    // Enum.HasFlag allocates in code that is not optimised yet.
    public bool Wants(PrototypeColumns column) => (Columns & column) != 0;

    /// <summary>The features of one row, to be read or to be filled.</summary>
    public Span<float> Features(int row) => _features.AsSpan(row * _width, _width);

    /// <summary>For each row the value of a scalar column that is wanted.</summary>
    public Span<float> Scalars(PrototypeColumns column) => _numbers[IndexOf(column)];

    /// <summary>For each row the value of a key column that is wanted, counted from 0.</summary>
    public Span<int> Keys(PrototypeColumns column) => _keys[IndexOf(column)];

    /// <summary>The value of a vector column that is wanted, of one row.</summary>
    public Span<float> Vector(PrototypeColumns column, int row)
    {
        float[] values = _numbers[IndexOf(column)]!;
        int size = values.Length / RowBlock.Rows;
        return values.AsSpan(row * size, size);
    }

    private static int IndexOf(PrototypeColumns column) => BitOperations.Log2((uint)column);
}
