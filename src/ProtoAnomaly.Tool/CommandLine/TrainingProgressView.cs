using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Anomaly.Prototypes;
using Spectre.Console;

namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>Shows a training as it goes on: a bar on a terminal, else a line now and then. It remembers all epochs.</summary>
internal sealed class TrainingProgressView(ToolStreams streams, bool isQuiet)
{
    // A phase of any length gets about so many lines in a file.
    private const int LinesPerPhase = 10;

    // Leaves room for the text on a terminal of 80 characters.
    private const int BarWidth = 14;

    private readonly List<TrainingProgress> _epochs = [];

    /// <summary>All that was reported.</summary>
    public IReadOnlyList<TrainingProgress> Epochs => _epochs;

    /// <summary>Trains, with an eye on the progress.</summary>
    /// <param name="title">What is shown in front; empty for nothing.</param>
    /// <param name="train">The training, which has to report its progress.</param>
    public T Run<T>(string title, Func<IProgress<TrainingProgress>, T> train)
    {
        if (isQuiet)
            return train(new Watcher(_epochs.Add));
        if (!streams.ErrorIsTerminal)
        {
            T trained = train(new Watcher(Lines(title)));
            EndPhase(title);
            return trained;
        }
        return streams.ErrorConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = BarWidth }, new RemainingTimeColumn())
            .Start(context => train(new Watcher(Bar(context, title))));
    }

    // One bar for the phase that goes on.
    private Action<TrainingProgress> Bar(ProgressContext context, string title)
    {
        ProgressTask? bar = null;
        return epoch =>
        {
            bar ??= context.AddTask(Markup.Escape($"{title}{epoch.Phase}"));
            bar.MaxValue = epoch.MaximumEpochs;
            bar.Value = epoch.Epoch;
            bar.Description = Markup.Escape($"{title}{epoch.Phase}: {ProgressWording.Unit(epoch.Phase)} {epoch.Epoch} of {epoch.MaximumEpochs}, loss {Number(epoch.Loss)}");
            _epochs.Add(epoch);
        };
    }

    private Action<TrainingProgress> Lines(string title)
    {
        var watch = new Stopwatch();
        return epoch =>
        {
            if (_epochs.Count == 0 || epoch.Phase != _epochs[^1].Phase)
            {
                EndPhase(title);
                watch.Restart();
            }
            _epochs.Add(epoch);
            int step = Math.Max(1, epoch.MaximumEpochs / LinesPerPhase);
            if (epoch.Epoch != 1 && epoch.Epoch % step != 0 && epoch.Epoch != epoch.MaximumEpochs)
                return;
            TimeSpan left = watch.Elapsed / epoch.Epoch * (epoch.MaximumEpochs - epoch.Epoch);
            string remaining = epoch.Epoch == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", at most {Math.Ceiling(left.TotalSeconds)} s left");
            streams.Error.WriteLine($"{title}{epoch.Phase}: {ProgressWording.Unit(epoch.Phase)} {epoch.Epoch} of at most {epoch.MaximumEpochs}, loss {Number(epoch.Loss)}{remaining}");
        };
    }

    private void EndPhase(string title)
    {
        if (_epochs.Count > 0 && _epochs[^1] is { } last && last.Epoch < last.MaximumEpochs)
            streams.Error.WriteLine($"{title}{last.Phase}: stopped early at {ProgressWording.Unit(last.Phase)} {last.Epoch}");
    }

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    // Unlike Progress<T> it reports in the thread that trains, in order.
    private sealed class Watcher(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
