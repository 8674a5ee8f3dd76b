using System.Text;
using Spectre.Console;

namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>Where the tool reads and writes: results go to the output, everything else to the error stream.</summary>
internal sealed class ToolStreams
{
    private const int WidthOfFiles = 120;

    /// <param name="input">Standard input.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="outputIsTerminal">Whether a person sees the output as it is written.</param>
    /// <param name="errorIsTerminal">Whether a person sees the error stream as it is written.</param>
    public ToolStreams(Stream input, TextWriter output, TextWriter error, bool outputIsTerminal, bool errorIsTerminal)
    {
        (Input, Output, Error, ErrorIsTerminal) = (input, output, error, errorIsTerminal);
        OutputConsole = ConsoleFor(output, outputIsTerminal);
        ErrorConsole = ConsoleFor(error, errorIsTerminal);
    }

    public Stream Input { get; }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    public bool ErrorIsTerminal { get; }

    /// <summary>The output for tables.</summary>
    public IAnsiConsole OutputConsole { get; }

    /// <summary>The error stream for progress.</summary>
    public IAnsiConsole ErrorConsole { get; }

    /// <summary>Those of the process.</summary>
    public static ToolStreams OfProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        // Results are flushed where they have to be, not at each line.
        var output = new StreamWriter(Console.OpenStandardOutput(), utf8, bufferSize: 1 << 16) { AutoFlush = false };
        var error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true };
        return new ToolStreams(Console.OpenStandardInput(), output, error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);
    }

    private static IAnsiConsole ConsoleFor(TextWriter writer, bool isTerminal)
    {
        bool colours = isTerminal && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!isTerminal)
            console.Profile.Width = WidthOfFiles;
        return console;
    }
}
