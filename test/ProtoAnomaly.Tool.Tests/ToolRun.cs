using System.Text;
using System.Text.Json.Nodes;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tests;

/// <summary>A run of the tool within this process: what it returned and wrote.</summary>
internal sealed record ToolRun(int Code, string Output, string Error)
{
    public string[] Lines => Output.Split(Environment.NewLine)[..^1];

    public JsonNode Json => JsonNode.Parse(Output)!;

    public static ToolRun Of(params string[] arguments) => WithInput("", arguments);

    public static ToolRun WithInput(string input, params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int code = Run(new MemoryStream(Encoding.UTF8.GetBytes(input)), output, error, CancellationToken.None, arguments);
        return new ToolRun(code, output.ToString(), error.ToString());
    }

    public static int Run(Stream input, TextWriter output, TextWriter error, CancellationToken cancellation, params string[] arguments) =>
        ToolApplication.Run(arguments, new ToolStreams(input, output, error, outputIsTerminal: false, errorIsTerminal: false), cancellation);

    /// <summary>Fails unless the tool did what it should.</summary>
    public ToolRun Succeeded()
    {
        Assert.AreEqual(ExitCode.Success, Code, Error);
        return this;
    }

    /// <summary>Fails unless the tool gave up with one line on the error stream, and none on the output, that has all of the given parts.</summary>
    public void Failed(int code, params string[] parts)
    {
        Assert.AreEqual(code, Code, Error);
        Assert.AreEqual("", Output);
        Assert.AreEqual(1, Error.Trim().Split('\n').Length, Error);
        StringAssert.StartsWith(Error, "protoanomaly: ");
        foreach (string part in parts)
            StringAssert.Contains(Error, part);
    }
}
