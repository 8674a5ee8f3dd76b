using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Benchmarks.DataDescription;

namespace ProtoAnomaly.Benchmarks.PretrainedFeatures;

/// <summary>A part of a set of images small enough to describe all of them by the network, once as pixels and once as features of it.</summary>
internal sealed class ImageSample
{
    /// <param name="data">The images.</param>
    /// <param name="trainingRows">How many images each task trains on.</param>
    /// <param name="testRows">How many images it is tested on.</param>
    /// <param name="tunes">Whether the test images come from the training part, so that something can be chosen by them.</param>
    /// <param name="raw">Whether features stay as the network gives them.</param>
    /// <param name="seed">Draws the images.</param>
    public ImageSample(ClassData data, int trainingRows, int testRows, bool tunes, bool raw, int seed)
    {
        ImageShape shape = data.Shape ?? throw new ArgumentException($"{data.Name} has no images.");
        ClassRow[] train = Shuffled(data.Train), test = Shuffled(data.Test);
        int pool = PoolSize(train, data.Classes, trainingRows);
        if (pool + (tunes ? testRows : 0) > train.Length || testRows > test.Length)
            throw new ArgumentException($"{data.Name} has {train.Length} and {test.Length} images only.");
        test = tunes ? train[pool..(pool + testRows)] : test[..testRows];
        Pixels = data with { Train = train[..pool], Test = test };
        TimeSpan before = Environment.CpuUsage.TotalTime;
        Features = Pixels with { Shape = null, Train = ResNetFeatures.Of(Pixels.Train, shape, raw), Test = ResNetFeatures.Of(test, shape, raw) };
        MillisecondsPerImage = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / (pool + testRows);

        ClassRow[] Shuffled(IReadOnlyList<ClassRow> rows)
        {
            ClassRow[] shuffled = [.. rows];
            new Random(seed).Shuffle(shuffled);
            return shuffled;
        }
    }

    // The first so many images have enough for each task, whichever class is left out.
    private static int PoolSize(ClassRow[] rows, IReadOnlyList<string> classes, int trainingRows)
    {
        var missing = classes.ToDictionary(name => name, _ => trainingRows);
        int size = 0;
        while (size < rows.Length && missing.Values.Max() > 0)
        {
            foreach (string name in classes.Where(name => name != rows[size].Class))
                missing[name]--;
            size++;
        }
        return missing.Values.Max() <= 0 ? size : throw new ArgumentException($"There are fewer than {trainingRows} images without one of the classes.");
    }

    /// <summary>The images as pixels.</summary>
    public ClassData Pixels { get; }

    /// <summary>The same images as features of ResNet18.</summary>
    public ClassData Features { get; }

    /// <summary>The CPU time that the network takes.</summary>
    public double MillisecondsPerImage { get; }
}
