using System.Globalization;
using ProtoAnomaly.Docs;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const string usage = """
    usage: Docs [PART ...]

      options    docs/options.md: the options of all trainers, from their XML documentation
      api        src/Microsoft.ML.Anomaly.Prototypes/PublicApi.txt: the public surface of the library
      notebooks  runs the notebooks in samples/notebooks and stores their outputs in them
                 (notebooks=NAME runs that one)

    Without a part: options and api.
    """;

string[] parts = args.Length > 0 ? args : ["options", "api"];
foreach (string part in parts)
{
    switch (part.Split('=', 2))
    {
        case ["options"]:
            Write(Repository.OptionsReference, OptionsReference.Write());
            break;
        case ["api"]:
            Write(Repository.PublicApi, PublicApi.Write());
            break;
        case ["notebooks"]:
            foreach (string path in Repository.Notebooks())
                await Run(path);
            break;
        case ["notebooks", string name]:
            await Run(Repository.Notebooks().Single(path => Path.GetFileNameWithoutExtension(path) == name));
            break;
        default:
            Console.Error.WriteLine(usage);
            return 2;
    }
}
return 0;

static async Task Run(string path)
{
    Notebook notebook = Notebook.Read(path);
    await new NotebookRunner(Path.GetDirectoryName(path)!).RunAsync(notebook);
    Write(path, notebook.ToJson());
}

static void Write(string path, string text)
{
    File.WriteAllText(path, text);
    Console.WriteLine(Path.GetRelativePath(Repository.Root, path));
}
