using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using ProtoAnomaly.Tool.Verbs;

namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>From a command line to an exit code.</summary>
internal static class ToolApplication
{
    public const string Name = "protoanomaly";

    /// <param name="arguments">The command line.</param>
    /// <param name="streams">Where to read and write.</param>
    /// <param name="cancellation">Is cancelled by Ctrl-C.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> arguments, ToolStreams streams, CancellationToken cancellation)
    {
        int code;
        try
        {
            code = Execute(CreateRoot().Parse(arguments), streams, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Complain(streams, "interrupted before there was anything worth keeping.");
            code = ExitCode.Interrupted;
        }
        catch (UsageException e)
        {
            Complain(streams, Wording.OneLine(e.Message));
            code = ExitCode.Usage;
        }
        catch (Exception e) when (IsExpected(e))
        {
            Complain(streams, e is ArgumentException argument ? Wording.OfArgument(argument) : Wording.Bare(e));
            code = ExitCode.Failure;
        }
        streams.Output.Flush();
        streams.Error.Flush();
        return code;
    }

    private static RootCommand CreateRoot()
    {
        var root = new RootCommand("Finds anomalies in tables with the help of a handful of labels.");
        foreach (Verb verb in (Verb[])[new DoctorVerb(), new LabelVerb(), new TrainVerb(), new EvaluateVerb(), new ScoreVerb(), new ExplainVerb(), new InspectVerb(), new AdjustVerb(), new ExportVerb(), new SplitVerb(), new CompareVerb()])
            root.Add(verb);
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static int Execute(ParseResult command, ToolStreams streams, CancellationToken cancellation)
    {
        // Help and version.
        if (command.Action is not null and not ParseErrorAction)
        {
            return command.Invoke(new InvocationConfiguration { Output = streams.Output, Error = streams.Error, EnableDefaultExceptionHandler = false });
        }
        string verbName = command.CommandResult.Command is RootCommand ? "" : command.CommandResult.Command.Name + " ";
        if (command.Errors.Count > 0)
        {
            Complain(streams, $"{ParseErrorText.Of(command)} See {Name} {verbName}--help.");
            return ExitCode.Usage;
        }
        return ((Verb)command.CommandResult.Command).Run(command, streams, cancellation);
    }

    private static void Complain(ToolStreams streams, string message) => streams.Error.WriteLine($"{Name}: {message}");

    // What the libraries throw for data and files that they can't work with. Anything else is a fault of the program, and its trace is
    // of more use than its message.
    private static bool IsExpected(Exception e) =>
        e is ToolException or IOException or UnauthorizedAccessException or FormatException or InvalidOperationException or ArgumentException;

    private sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult command)
        {
            int code = inner.Invoke(command);
            if (command.CommandResult.Command is not Verb verb)
                return code;
            TextWriter output = command.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in verb.Examples)
                output.WriteLine($"  {Name} {verb.Name} {example}");
            output.WriteLine();
            return code;
        }
    }
}
