using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>A row with columns that no trainer takes, beside some that it does.</summary>
internal sealed class OddRow
{
    public bool Label { get; set; }

    public float Scalar { get; set; }

    public string Text { get; set; } = "";

    public int Whole { get; set; }

    public int Class { get; set; }

    [KeyType(3)]
    public uint ThreeKeys { get; set; }

    public float[] Ragged { get; set; } = [1];

    [VectorType(2)]
    public double[] Doubles { get; set; } = [1, 2];

    [VectorType(2)]
    public float[] Features { get; set; } = [1, 2];
}

/// <summary>Features in columns of their own, so that concatenating them names the slots.</summary>
internal sealed class PersonRow
{
    public bool Label { get; set; }

    public int Class { get; set; }

    public float Height { get; set; }

    public float Weight { get; set; }
}

/// <summary>What the sample ScoreOneRow takes: 64 pixels, and other names of columns than the default ones.</summary>
internal sealed class PixelRow
{
    public bool IsAnomaly { get; set; }

    public int Class { get; set; }

    [VectorType(64), ColumnName("Pixels")]
    public float[] Values { get; set; } = [];
}

/// <summary>A row of <see cref="ToyData"/> with a feature more.</summary>
internal sealed class WiderRow
{
    public bool Label { get; set; }

    public int Class { get; set; }

    [VectorType(ToyData.Width + 1)]
    public float[] Features { get; set; } = [];
}

internal sealed class SingleLabelRow
{
    public float Label { get; set; }

    [VectorType(ToyData.Width)]
    public float[] Features { get; set; } = [];
}

internal sealed class KeyLabelRow
{
    [KeyType(2)]
    public uint Label { get; set; }

    [VectorType(ToyData.Width)]
    public float[] Features { get; set; } = [];
}

/// <summary>The columns of all detectors; those that a detector lacks keep these values.</summary>
internal sealed class ScoredRow
{
    public float Score { get; set; }

    public bool PredictedLabel { get; set; }

    public float ReconstructionError { get; set; }

    public uint NearestPrototype { get; set; }

    public float[] PrototypeSimilarity { get; set; } = [];

    public float[] FeatureContributions { get; set; } = [];

    public float[] ClusterProbabilities { get; set; } = [];

    public float ClusterEntropy { get; set; }

    public float CosineSimilarity { get; set; }
}
