using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What one fold says of rows, one after another.</summary>
internal sealed class EnsembleFoldScorer
{
    private readonly EnsembleFold _fold;
    private readonly int _width;
    private readonly float[] _channelScratch;

    // The features, the channels, and the anomaly channel, which only the trees see.
    private readonly float[] _input;
    private readonly float[] _networkInput;
    private readonly float[] _networkScratch;

    /// <param name="fold">What it has learned.</param>
    /// <param name="width">The number of standardised features.</param>
    public EnsembleFoldScorer(EnsembleFold fold, int width)
    {
        (_fold, _width) = (fold, width);
        _channelScratch = new float[fold.Channels.ScratchLength];
        _input = new float[width + fold.Channels.Count + 1];
        _networkInput = new float[width + fold.Channels.Count];
        _networkScratch = new float[fold.Networks?.ScratchLength ?? 0];
    }

    /// <summary>The mean of the trees' probabilities; 0 without trees.</summary>
    public float TreeValue { get; private set; }

    /// <summary>sigmoid(mean logit / 2) of the networks; 0 without networks.</summary>
    public float NetworkValue { get; private set; }

    /// <summary>The nearest prototype of the finest scale.</summary>
    public int NearestPrototype { get; private set; }

    /// <summary>The squared distances to the prototypes of the finest scale.</summary>
    public ReadOnlySpan<float> SquaredDistances => _fold.Channels.FinestDistances(_channelScratch);

    /// <param name="x">The standardised row.</param>
    /// <param name="anomalyChannel">log(distance to the nearest labelled anomaly + 0.05)</param>
    public void Run(ReadOnlySpan<float> x, float anomalyChannel)
    {
        x.CopyTo(_input);
        NearestPrototype = _fold.Channels.Compute(x, _input.AsSpan(_width), _channelScratch);
        _input[^1] = anomalyChannel;
        if (_fold.Trees is { } trees)
            TreeValue = trees.Mean(_input);
        if (_fold.Networks is { } networks)
        {
            _fold.NetworkInput!.Apply(_input, _networkInput);
            NetworkValue = Activation.Sigmoid(networks.MeanLogit(_networkInput, _networkScratch) / 2);
        }
    }
}
