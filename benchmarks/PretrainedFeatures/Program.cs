using System.CommandLine;
using System.Globalization;
using ProtoAnomaly.Benchmarks.DataDescription;
using ProtoAnomaly.Benchmarks.PretrainedFeatures;
using TorchSharp;

// What features of ResNet18, which was trained on other pictures, are worth beside the pixels themselves. Each class in turn is left out of the
// training and is the anomaly of the test.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
torch.set_num_threads(1);
var folder = new Argument<DirectoryInfo>("DATA_FOLDER") { Description = "has images/<set>-<train or t10k>-<images-idx3 or labels-idx1>-ubyte.gz" };
var set = new Option<string>("--set") { Description = "mnist or fashion", DefaultValueFactory = _ => "fashion" };
var rows = new Option<int>("--rows") { Description = "how many images a task trains on", DefaultValueFactory = _ => 2000 };
var testRows = new Option<int>("--test-rows") { Description = "how many images it is tested on", DefaultValueFactory = _ => 1000 };
var shots = new Option<int>("--shots") { Description = "labelled images of each class for PrototypeDataDescription", DefaultValueFactory = _ => 20 };
var anomalies = new Option<int>("--anomalies") { Description = "labelled anomalies for PrototypeEnsemble and MultiNormalPrototypes", DefaultValueFactory = _ => 10 };
var seed = new Option<int>("--seed") { Description = "draws the images, and is the trainers' seed", DefaultValueFactory = _ => 0 };
var tune = new Option<bool>("--tune") { Description = "tests on images of the training part, to choose something by" };
var raw = new Option<bool>("--raw") { Description = "takes the network's features as they are; else their square roots, scaled to length 1" };
var command = new RootCommand("Pre-trained features of images beside their pixels, in PrototypeDataDescription and PrototypeEnsemble") { folder, set, rows, testRows, shots, anomalies, seed, tune, raw };
command.SetAction(asked =>
{
    try
    {
        ClassData data = ClassData.Read(asked.GetRequiredValue(folder).FullName, asked.GetRequiredValue(set), asked.GetValue(seed));
        var sample = new ImageSample(data, asked.GetValue(rows), asked.GetValue(testRows), asked.GetValue(tune), asked.GetValue(raw), asked.GetValue(seed));
        new Comparison(sample, asked.GetValue(rows), asked.GetValue(shots), asked.GetValue(anomalies), asked.GetValue(seed)).Run();
        return 0;
    }
    catch (Exception e) when (e is ArgumentException or IOException or FormatException)
    {
        Console.Error.WriteLine(e.Message);
        return 2;
    }
});
return command.Parse(args).Invoke();
