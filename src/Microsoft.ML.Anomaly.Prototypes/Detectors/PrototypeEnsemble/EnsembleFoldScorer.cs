using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What one fold says of rows, some at a time.</summary>
internal sealed class EnsembleFoldScorer
{
    private readonly EnsembleFold _fold;
    private readonly int _width;
    private readonly PrototypeChannels.Scratch _channels;

    // For each row the features, the channels, and the anomaly channel, which only the trees see.
    private readonly float[] _input;
    private readonly float[] _networkInput;
    private readonly float[] _networkScratch;
    private readonly float[] _treeValues = new float[LocalGaussians.MaximumRows];
    private readonly float[] _networkValues = new float[LocalGaussians.MaximumRows];

    /// <param name="fold">What it has learned.</param>
    /// <param name="width">The number of standardised features.</param>
    public EnsembleFoldScorer(EnsembleFold fold, int width)
    {
        (_fold, _width) = (fold, width);
        _channels = new PrototypeChannels.Scratch(fold.Channels);
        int seen = width + fold.Channels.Count;
        _input = new float[LocalGaussians.MaximumRows * (seen + 1)];
        _networkInput = new float[fold.Networks is null ? 0 : LocalGaussians.MaximumRows * seen];
        _networkScratch = new float[fold.Networks?.ScratchLength ?? 0];
    }

    /// <summary>The mean of the trees' probabilities for each row; 0 without trees.</summary>
    public ReadOnlySpan<float> TreeValues => _treeValues;

    /// <summary>sigmoid(mean logit / 2) of the networks for each row; 0 without networks.</summary>
    public ReadOnlySpan<float> NetworkValues => _networkValues;

    /// <summary>The nearest prototype of the finest scale for each row.</summary>
    public ReadOnlySpan<int> NearestPrototypes => _channels.Nearest;

    /// <summary>A row's squared distances to the prototypes of the finest scale.</summary>
    public ReadOnlySpan<float> SquaredDistances(int row) => _channels.FinestDistances(row);

    /// <param name="x">The standardised rows, one after another.</param>
    /// <param name="rows">Their number, at most <see cref="LocalGaussians.MaximumRows"/>.</param>
    /// <param name="anomalyChannel">log(distance to the nearest labelled anomaly + 0.05) for each row; only trees look at it.</param>
    public void Run(ReadOnlySpan<float> x, int rows, ReadOnlySpan<float> anomalyChannel)
    {
        int seen = _width + _fold.Channels.Count, stride = seen + 1;
        _fold.Channels.Compute(x, _width, rows, _input.AsSpan(_width), stride, _channels);
        for (int row = 0; row < rows; row++)
            x.Slice(row * _width, _width).CopyTo(_input.AsSpan(row * stride));
        if (_fold.Trees is { } trees)
        {
            for (int row = 0; row < rows; row++)
                _input[(row * stride) + seen] = anomalyChannel[row];
            trees.Mean(_input, stride, rows, _treeValues);
        }
        if (_fold.Networks is { } networks)
        {
            _fold.NetworkInput!.Apply(_input, stride, rows, _networkInput);
            networks.MeanLogits(_networkInput, rows, _networkValues, _networkScratch);
            for (int row = 0; row < rows; row++)
                _networkValues[row] = Activation.Sigmoid(_networkValues[row] / 2);
        }
    }
}
