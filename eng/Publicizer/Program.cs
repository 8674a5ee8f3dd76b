using ProtoAnomaly.Eng;

if (args is not [string original, string copy, .. { Length: <= 1 } list])
{
    Console.Error.WriteLine("usage: publicizer <in.dll> <out.dll> [<file that lists references, a path a line>]");
    return 2;
}
try
{
    Publicizer.Copy(original, copy, list.SelectMany(File.ReadAllLines));
    return 0;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException)
{
    // The form that MSBuild turns into an error of the build.
    Console.Error.WriteLine($"{original} : error PUB0001: cannot publicize into {copy}: {e.Message}");
    return 1;
}
