using Plotly.NET;

namespace ProtoAnomaly.Docs;

/// <summary>What a cell can call, under the names that Polyglot Notebooks has for it. Public, because cells are another assembly.</summary>
public sealed class NotebookGlobals
{
    private readonly List<GenericChart> _shown = [];

    /// <summary>Shows a chart below the cell.</summary>
    public void display(GenericChart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        _shown.Add(chart);
    }

    /// <summary>What was shown since the last call.</summary>
    internal IReadOnlyList<GenericChart> Take()
    {
        GenericChart[] shown = [.. _shown];
        _shown.Clear();
        return shown;
    }
}
