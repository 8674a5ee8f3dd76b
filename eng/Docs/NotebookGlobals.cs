namespace ProtoAnomaly.Docs;

/// <summary>What a cell can call, under the names that Polyglot Notebooks has for it. Public, because cells are another assembly.</summary>
public sealed class NotebookGlobals
{
    private readonly List<string> _shown = [];

    /// <summary>Marks a text as HTML, so that it is shown as such.</summary>
    public static NotebookHtml HTML(string content) => new(content);

    /// <summary>Shows HTML below the cell.</summary>
    public void display(NotebookHtml html)
    {
        ArgumentNullException.ThrowIfNull(html);
        _shown.Add(html.Content);
    }

    /// <summary>What was shown since the last call.</summary>
    internal IReadOnlyList<string> Take()
    {
        string[] shown = [.. _shown];
        _shown.Clear();
        return shown;
    }
}

/// <summary>HTML as the value of a cell.</summary>
/// <param name="Content">The text of it.</param>
public sealed record NotebookHtml(string Content);
