using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;

namespace ProtoAnomaly.Docs.Tests;

/// <summary>The console samples run, each in its own process, and stay short.</summary>
[TestClass]
public sealed partial class SampleTests
{
    private const int MostLines = 80;

    private static readonly string Folder = Directory.CreateTempSubdirectory("samples").FullName;

    [ClassCleanup]
    public static void Clean() => Directory.Delete(Folder, recursive: true);

    [TestMethod]
    public void ProgramsAreShort()
    {
        foreach (string program in Directory.GetFiles(Path.Combine(Repository.Root, "samples"), "Program.cs", SearchOption.AllDirectories))
            Assert.IsLessThan(MostLines, File.ReadAllLines(program).Length, program);
    }

    [TestMethod]
    public async Task DigitsTrainsAndScoreOneRowScores()
    {
        string model = Path.Combine(Folder, "digits.zip"), row = Path.Combine(Folder, "row.csv");
        Assert.Contains("MultiNormalPrototypes", await Run("Digits", model, row));
        Assert.Contains("anomaly: True", await Run("ScoreOneRow", model, row));
    }

    [TestMethod]
    public async Task FashionFindsTheUnknownArticle() => Assert.Contains("nearest class", await Run("Fashion"));

    [TestMethod]
    public async Task PaymentsFindsFrauds()
    {
        string output = await Run("Payments");
        Match precision = Precision().Match(output);
        Assert.IsTrue(precision.Success, output);
        Assert.IsGreaterThan(0.5, double.Parse(precision.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), output);
        Assert.HasCount(5, output.Split('\n').Where(line => line.StartsWith("score", StringComparison.Ordinal)), output);
    }

    [TestMethod]
    public async Task TheServiceScoresLikeTheDetectorAndWithoutLibtorch()
    {
        var mlContext = new MLContext(seed: 1);
        var random = new Random(1);
        ServiceRow[] rows = [.. Enumerable.Range(0, 200).Select(i => new ServiceRow { Features = [random.NextSingle(), random.NextSingle() + (i < 5 ? 3 : 0)], Label = i < 5 })];
        IDataView data = mlContext.Data.LoadFromEnumerable(rows);
        var detector = mlContext.AnomalyDetection.Trainers.PrototypeEnsemble(new PrototypeEnsembleTrainer.Options { Seed = 1, NumberOfBags = 2, NumberOfNetworks = 1 }).Fit(data);
        string model = Path.Combine(Folder, "model.zip");
        mlContext.Model.Save(detector, data.Schema, model);
        float[] expected = [.. mlContext.Data.CreateEnumerable<Verdict>(detector.Transform(data), reuseRowObject: false).Take(10).Select(row => row.Score)];

        using Process service = Start("ScoringService", model, "--urls", "http://127.0.0.1:0");
        try
        {
            string address = await AddressOf(service);
            using var client = new HttpClient { BaseAddress = new Uri(address) };
            JsonElement about = await client.GetFromJsonAsync<JsonElement>("/");
            Assert.AreEqual(2, about.GetProperty("features").GetInt32());

            HttpResponseMessage answer = await client.PostAsJsonAsync("/score", new { rows = rows.Take(10).Select(row => row.Features) });
            Verdict[] verdicts = (await answer.Content.ReadFromJsonAsync<Verdict[]>())!;
            CollectionAssert.AreEqual(expected, verdicts.Select(verdict => verdict.Score).ToArray());
            Assert.IsTrue(verdicts[0].IsAnomaly);
            Assert.IsFalse(verdicts[9].IsAnomaly);

            HttpResponseMessage refusal = await client.PostAsJsonAsync("/score", new { rows = new[] { new[] { 1f } } });
            Assert.AreEqual(System.Net.HttpStatusCode.BadRequest, refusal.StatusCode);
            Assert.Contains("the model wants 2", await refusal.Content.ReadAsStringAsync());

            if (OperatingSystem.IsLinux())
                Assert.DoesNotContain("torch", await File.ReadAllTextAsync($"/proc/{service.Id}/maps"), "The service has loaded libtorch.");
        }
        finally
        {
            service.Kill();
        }
    }

    // What the service says while it starts names the port that it was given.
    private static async Task<string> AddressOf(Process service)
    {
        var said = new StringBuilder();
        while (await service.StandardOutput.ReadLineAsync() is { } line)
        {
            said.AppendLine(line);
            if (Address().Match(line) is { Success: true } match)
                return match.Value;
        }
        throw new InvalidOperationException($"The service has ended: {said}{await service.StandardError.ReadToEndAsync()}");
    }

    private static async Task<string> Run(string sample, params string[] arguments)
    {
        using Process process = Start(sample, arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.AreEqual(0, process.ExitCode, output + await errors);
        return output;
    }

    // The samples are built beside this test, in the same configuration.
    private static Process Start(string sample, params string[] arguments)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        string path = Path.Combine(here.Parent!.Parent!.FullName, sample, here.Name, $"{sample}.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [path, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        })!;
    }

    [GeneratedRegex(@"average precision ([\d.]+)")]
    private static partial Regex Precision();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    private sealed class ServiceRow
    {
        [Microsoft.ML.Data.VectorType(2)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }

    private sealed class Verdict
    {
        public float Score { get; set; }

        [Microsoft.ML.Data.NoColumn]
        public bool IsAnomaly { get; set; }
    }
}
