using ProtoAnomaly.NativeAdaptation;

// adapt-native <in.so> <out.so>: writes a copy that old versions of libstdc++ load too; see README.md.
if (args.Length != 2)
{
    Console.Error.WriteLine("usage: adapt-native <in.so> <out.so>");
    return 2;
}
try
{
    byte[] file = File.ReadAllBytes(args[0]);
    string[] versions = LibstdcxxMarker.MakeOptional(file);
    // Whole or not at all: a build that is stopped here must not leave half a file.
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(args[1]))!);
    string half = args[1] + ".tmp";
    File.WriteAllBytes(half, file);
    File.Move(half, args[1], overwrite: true);
    if (versions.Length > 0)
        Console.WriteLine($"{Path.GetFileName(args[0])}: a copy was adapted, so that it loads where libstdc++ lacks {string.Join(", ", versions)} too.");
    return 0;
}
catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"adapt-native : error : '{args[0]}' can't be adapted: {e.Message}");
    return 1;
}
