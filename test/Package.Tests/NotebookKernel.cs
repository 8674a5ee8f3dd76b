using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProtoAnomaly.Package.Tests;

/// <summary>The kernel of notebooks, dotnet-interactive, as the repository's list of tools has it, driven over its standard input and output.</summary>
internal sealed class NotebookKernel : IDisposable
{
    private const string Tool = "microsoft.dotnet-interactive";

    private readonly Process _process;
    private readonly Task<string> _error;
    private int _count;

    /// <param name="folder">The notebook's folder.</param>
    /// <param name="environment">What to set besides.</param>
    public NotebookKernel(string folder, params (string Name, string Value)[] environment)
    {
        // Into a folder of its own: the SDK remembers for the user where a tool is that it restores.
        string tools = Path.Combine(Packages.Folder, "tools");
        ChildProcess.Dotnet(Settings.RepositoryRoot, ["tool", "install", Tool, "--version", Version(), "--tool-path", tools], environment).Succeeded();
        ProcessStartInfo start = ChildProcess.Start(Path.Combine(tools, "dotnet-interactive"), folder, ["stdio", "--default-kernel", "csharp"], environment);
        start.RedirectStandardInput = true;
        start.Environment["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1";
        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Runs a cell.</summary>
    /// <returns>What it has written, and what it has shown as HTML.</returns>
    public (string Text, IReadOnlyList<string> Html) Run(string code)
    {
        string token = $"cell{++_count}";
        var command = new JsonObject { ["code"] = code, ["targetKernelName"] = "csharp" };
        _process.StandardInput.WriteLine(new JsonObject { ["token"] = token, ["commandType"] = "SubmitCode", ["command"] = command }.ToJsonString());
        _process.StandardInput.Flush();
        string text = "";
        var html = new List<string>();
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            // A greeting comes first.
            if (!line.StartsWith('{'))
                continue;
            using JsonDocument message = JsonDocument.Parse(line);
            JsonElement root = message.RootElement, told = root.GetProperty("event");
            if (root.GetProperty("command") is not { ValueKind: JsonValueKind.Object } of || of.GetProperty("token").GetString() != token)
                continue;
            switch (root.GetProperty("eventType").GetString())
            {
                case "StandardOutputValueProduced":
                    text += Values(told).Single().Value;
                    break;
                case "ReturnValueProduced":
                    html.AddRange(Values(told).Where(value => value.Type == "text/html").Select(value => value.Value));
                    break;
                case "CommandFailed":
                    Assert.Fail($"{told.GetProperty("message").GetString()}\n{code}");
                    break;
                case "CommandSucceeded":
                    return (text, html);
            }
        }
        throw new InvalidOperationException($"The kernel ended: {_error.Result}");
    }

    public void Dispose()
    {
        try
        {
            _process.StandardInput.WriteLine("""{"token":"end","commandType":"Quit","command":{}}""");
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended by itself, and whoever waited for an answer says so.
        }
        _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Version()
    {
        using JsonDocument tools = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Settings.RepositoryRoot, ".config", "dotnet-tools.json")));
        return tools.RootElement.GetProperty("tools").GetProperty(Tool).GetProperty("version").GetString()!;
    }

    private static IEnumerable<(string Type, string Value)> Values(JsonElement told) =>
        told.GetProperty("formattedValues").EnumerateArray().Select(value => (value.GetProperty("mimeType").GetString()!, value.GetProperty("value").GetString()!));
}
