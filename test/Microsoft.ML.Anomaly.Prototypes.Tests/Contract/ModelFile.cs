using System.IO.Compression;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>Model files in memory, and what is in them.</summary>
internal static class ModelFile
{
    public static byte[] Save(MLContext mlContext, ITransformer model, DataViewSchema schema)
    {
        var stream = new MemoryStream();
        mlContext.Model.Save(model, schema, stream);
        return stream.ToArray();
    }

    /// <summary>The bytes of Model.bin, which hold all that a trainer has learned.</summary>
    public static byte[] Payload(MLContext mlContext, ITransformer model, DataViewSchema schema) =>
        Entries(Save(mlContext, model, schema)).Single(e => e.Key.EndsWith("/Model.bin", StringComparison.Ordinal)).Value;

    public static Dictionary<string, byte[]> Entries(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return zip.Entries.ToDictionary(e => e.FullName.Replace('\\', '/'), e =>
        {
            var content = new MemoryStream();
            using Stream stream = e.Open();
            stream.CopyTo(content);
            return content.ToArray();
        });
    }

    /// <summary>The file with one entry changed, or left out where the change gives null.</summary>
    public static byte[] Changed(byte[] file, string ending, Func<byte[], byte[]?> change)
    {
        int changed = 0;
        var result = new MemoryStream();
        using (var zip = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in Entries(file))
            {
                byte[]? bytes = content;
                if (name.EndsWith(ending, StringComparison.Ordinal))
                {
                    changed++;
                    bytes = change(content);
                }
                if (bytes is null)
                    continue;
                using Stream stream = zip.CreateEntry(name).Open();
                stream.Write(bytes);
            }
        }
        Assert.AreEqual(1, changed, $"entries ending in {ending}");
        return result.ToArray();
    }
}
