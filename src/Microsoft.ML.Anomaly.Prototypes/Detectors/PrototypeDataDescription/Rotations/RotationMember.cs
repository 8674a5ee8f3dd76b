using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>One of the networks that are trained side by side, with random numbers of its own.</summary>
internal sealed class RotationMember : IDisposable
{
    private readonly ImageAugmentation _augmentation;
    private readonly FlatParameters _parameters;
    private readonly FlatAdam _adam;
    private readonly RotationLoss _loss;
    private readonly float _marginWeight;
    private readonly bool _learnsTurns;
    private readonly int _classes;

    /// <param name="options">The trainer's options.</param>
    /// <param name="classes">N</param>
    /// <param name="seeds">Gives the random numbers of initial weights and augmentation.</param>
    /// <param name="device">Where the network is trained.</param>
    public RotationMember(PrototypeDataDescriptionTrainer.Options options, int classes, SeedSequence seeds, Device device)
    {
        (_classes, _marginWeight, _learnsTurns) = (classes, options.MarginWeight, options.LearnsTurns);
        Network = new RotationNetwork(options, classes, seeds.Initialization, device);
        _augmentation = new ImageAugmentation(options.ImageShape!.Value, options.AugmentationStrength, seeds.Noise, device);
        _parameters = new FlatParameters(Network.parameters());
        _adam = new FlatAdam(_parameters, options.RotationLearningRate);
        _loss = new RotationLoss(options, device);
    }

    public RotationNetwork Network { get; }

    /// <summary>The length of the steps to come.</summary>
    public double LearningRate { set => _adam.LearningRate = value; }

    /// <summary>One step.</summary>
    /// <param name="images">[n, pixels]</param>
    /// <param name="classOf">Their classes, of type int64, [n].</param>
    /// <param name="weights">How much each counts, [n].</param>
    /// <returns>The loss and its two parts, without gradients.</returns>
    public Tensor Step(Tensor images, Tensor classOf, Tensor weights)
    {
        Network.train();
        Tensor turns = _learnsTurns ? _augmentation.Turns(images.shape[0]) : zeros(images.shape[0], device: images.device);
        Tensor targets = turns.Times(_classes).to_type(ScalarType.Int64).Plus(classOf);
        (Tensor embedded, Tensor logits) = Network.Forward(_augmentation.Apply(images, turns));
        Tensor crossEntropy = RotationLoss.CrossEntropy(logits, targets, weights), margins = _loss.Margins(embedded, targets, weights);
        Tensor loss = crossEntropy.Plus(margins.Times(_marginWeight));
        _adam.Minimize(loss);
        return stack([loss.detach(), crossEntropy.detach(), margins.detach()]);
    }

    /// <summary>The probability of each class, if the images have not been turned, [n, N].</summary>
    public Tensor Probabilities(Tensor images)
    {
        Network.eval();
        return Network.Forward(images).Logits.narrow(1, 0, _classes).softmax(1);
    }

    public void Dispose()
    {
        _loss.Dispose();
        _adam.Dispose();
        _parameters.Dispose();
        _augmentation.Dispose();
        Network.Dispose();
    }
}
