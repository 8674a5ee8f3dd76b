using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Evaluation;
using ProtoAnomaly.Tool.Labelling;
using ProtoAnomaly.Tool.Modeling;
using ProtoAnomaly.Tool.Tables;
using Spectre.Console;
using TableRow = ProtoAnomaly.Tool.Tables.TableRow;

namespace ProtoAnomaly.Tool.Verbs;

/// <summary>Asks about the rows whose labels help most, and writes the answers down.</summary>
internal sealed class LabelVerb : Verb
{
    private const int Batch = 10;

    private readonly Argument<string?> _data = new("data") { Description = "The table, with labels or without.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _out = new("--out") { Description = "The table with the labels, written after every answer. Where it is there from before, its answers are taken up.", HelpName = "file", Required = true };
    private readonly Option<string> _label = new("--label") { Description = "The column for the labels: 1 an anomaly, -1 normal, empty unanswered.", HelpName = "column", DefaultValueFactory = _ => "anomaly" };
    private readonly Option<string> _trainer = new("--trainer", "-t") { Description = "The trainer that learns from the answers.", HelpName = "trainer", DefaultValueFactory = _ => TrainerTable.Default.Name };
    private readonly Option<int> _columns = new("--top") { Description = "The number of columns to show of a row.", HelpName = "number", DefaultValueFactory = _ => 8 };
    private readonly TableOptions _table;
    private readonly TrainingOptions _training;
    private readonly Reporting _reporting;

    public LabelVerb()
        : base(
            "label", "Shows the rows that are most worth a look, ten at a time, and learns from the answers: y (an anomaly), n (normal), s (skip), u (undo), q (quit).",
            "data.csv --out labelled.csv", "data.csv --label fraud --out labelled.csv")
    {
        Add(_data);
        foreach (Option option in (Option[])[_out, _label, _trainer, _columns])
            Add(option);
        _table = new TableOptions(this, isForModel: false);
        _training = new TrainingOptions(this);
        _reporting = new Reporting(this);
    }

    public override int Run(ParseResult command, ToolStreams streams, CancellationToken cancellation)
    {
        TrainerEntry trainer = TrainerTable.Find(command.GetValue(_trainer)!);
        if (trainer.LearnsFromClasses)
            throw new UsageException($"The trainer {trainer.Name} does not learn from labelled anomalies.");
        if (command.GetValue(_columns) < 1)
            throw new UsageException($"--top takes a number from 1, not {command.GetValue(_columns)}.");
        string? data = command.GetValue(_data);
        string path = command.GetValue(_out)!, column = command.GetValue(_label)!;
        FileGuard.Check([data], ("--out", path));
        _training.SetThreads(command);

        TableSource source = _table.Open(command, data);
        (FeatureTable features, TableLayout layout) = TrainingTableReader.ReadFeatures(
            source, _training.Columns(command, _table), column, _table.HasHeader(command), text => _reporting.Note(command, streams, text), cancellation);
        Answers answers = Answers.TakeUp(source, path, column, features.Rows, file => _table.Open(command, file), _table.HasHeader(command));
        var suggestions = new Suggestions(features, layout, trainer, mlContext => _training.Create(command, mlContext, trainer, cancellation), _training.Seed(command));
        using var input = new StreamReader(streams.Input, leaveOpen: true);
        Ask(new Session(streams, input, source, features, answers, suggestions, command.GetValue(_columns)), cancellation);

        int found = answers.Labels.Count(label => label == LabelRule.Anomaly), known = answers.Labels.Count(label => label == LabelRule.Normal);
        var result = new JsonObject { ["out"] = path, ["answers"] = answers.Count, ["anomalies"] = found, ["normal"] = known };
        _reporting.Result(command, streams, result, console =>
        {
            console.WriteLine(File.Exists(path)
                ? $"{path}: {Wording.Count(found, "anomaly", "anomalies")} and {Wording.Count(known, "row", "rows")} known to be normal in the column {column}."
                : "Nothing was answered, and nothing written.");
            if (found > 0 && File.Exists(path))
                console.WriteLine($"Next: {ToolApplication.Name} train {Wording.Argument(path)} --label {Wording.Argument(column)}");
        });
        return cancellation.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Success;
    }

    private sealed record Session(ToolStreams Streams, TextReader Input, TableSource Source, FeatureTable Features, Answers Answers, Suggestions Suggestions, int Columns)
    {
        /// <summary>Whether each answer was yes, in their order.</summary>
        public List<bool> History { get; } = [];

        public HashSet<int> Skipped { get; } = [];
    }

    private static void Ask(Session session, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            (bool isTrained, IReadOnlyList<Question> questions) = session.Suggestions.Next(session.Answers.Labels, session.Skipped, Batch);
            if (questions.Count == 0)
            {
                session.Streams.Error.WriteLine("There is no row left to ask about.");
                return;
            }
            Tell(session, isTrained);
            if (!AskAbout(session, questions, isTrained, cancellation))
                return;
        }
    }

    private static void Tell(Session session, bool isTrained)
    {
        int found = session.Answers.Labels.Count(label => label == LabelRule.Anomaly);
        string by = isTrained ? $"by a detector trained on {Wording.Count(found, "labelled anomaly", "labelled anomalies")}" : "by their distance to other rows, as no anomaly is known yet";
        session.Streams.Error.WriteLine($"The next rows are chosen {by}.");
        if (session.History.Count == 0)
            return;
        // Laplace's rule of succession over the last ten answers.
        bool[] last = [.. session.History.TakeLast(Batch)];
        double expected = Batch * (last.Count(yes => yes) + 1.0) / (last.Length + 2);
        session.Streams.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Wording.Count(session.History.Count, "answer")} so far, {session.History.Count(yes => yes)} of them anomalies; by the last {last.Length}, about {expected:F0} of the next ten are."));
    }

    // Goes on until all are answered, or the first anomaly is known, from which on a detector knows better what to ask; false at the end.
    private static bool AskAbout(Session session, IReadOnlyList<Question> questions, bool isTrained, CancellationToken cancellation)
    {
        IReadOnlyDictionary<int, TableRow> rows = session.Source.Pick([.. questions.Select(q => q.Row), .. questions.Select(q => q.Ordinary).OfType<int>()]);
        var asked = new Stack<int>();
        for (int i = 0; i < questions.Count;)
        {
            Question question = questions[i];
            Show(session, question, rows);
            session.Streams.Error.Write($"An anomaly? ({i + 1} of {questions.Count}; y, n, s to skip, u to undo, q to quit) ");
            session.Streams.Error.Flush();
            switch (cancellation.IsCancellationRequested ? null : session.Input.ReadLine()?.Trim().ToLowerInvariant())
            {
                case null or "q" or "quit":
                    return false;
                case "y" or "yes":
                    session.Answers.Give(question.Row, isAnomaly: true);
                    session.History.Add(true);
                    asked.Push(i++);
                    if (!isTrained)
                        return true;
                    break;
                case "n" or "no":
                    session.Answers.Give(question.Row, isAnomaly: false);
                    session.History.Add(false);
                    asked.Push(i++);
                    break;
                case "s" or "skip":
                    session.Skipped.Add(question.Row);
                    i++;
                    break;
                case "u" or "undo":
                    if (session.Answers.TakeBack() is not { } row)
                    {
                        session.Streams.Error.WriteLine("There is no answer to take back.");
                        break;
                    }
                    session.History.RemoveAt(session.History.Count - 1);
                    session.Streams.Error.WriteLine($"Taken back: {session.Source.NumberWord} {session.Features.Places[row]}.");
                    if (!asked.TryPop(out i))
                        return true;
                    break;
                default:
                    session.Streams.Error.WriteLine("Please answer y, n, s, u or q.");
                    break;
            }
        }
        return true;
    }

    private static void Show(Session session, Question question, IReadOnlyDictionary<int, TableRow> rows)
    {
        string word = session.Source.NumberWord;
        TableRow row = rows[question.Row];
        TableRow? ordinary = question.Ordinary is { } place ? rows[place] : null;
        var table = new Table().Border(TableBorder.Simple).AddColumn("Column").AddColumn(new TableColumn($"{word} {row.Number}").RightAligned())
            .AddColumn(new TableColumn(ordinary is { } other ? $"ordinary: {word} {other.Number}" : "").RightAligned())
            .AddColumn(new TableColumn(question.Columns.All(part => float.IsNaN(part.Contribution)) ? "" : "Raised the score by").RightAligned());
        foreach (ColumnContribution part in question.Columns.Take(session.Columns))
        {
            int column = session.Source.IndexOf(part.Column);
            table.AddRow(
                Markup.Escape(part.Column), Markup.Escape(row.Fields[column]), Markup.Escape(ordinary?.Fields[column] ?? ""),
                float.IsNaN(part.Contribution) ? "" : part.Contribution.ToString("G3", CultureInfo.InvariantCulture));
        }
        session.Streams.ErrorConsole.WriteLine();
        session.Streams.ErrorConsole.WriteLine($"Score {question.Score.ToString("G4", CultureInfo.InvariantCulture)}");
        session.Streams.ErrorConsole.Write(table);
    }
}
