using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Saving that never leaves half a file behind.</summary>
public static class SafeSaving
{
    private const string TemporaryEnding = ".saving";

    /// <summary>
    /// Saves a model as <see cref="ModelOperationsCatalog.Save(ITransformer, DataViewSchema, string)"/> does, but into a new file beside
    /// the old one that takes its place when it is complete. Where saving fails, because the disk is full or the folder read-only, the
    /// old file is as it was; who loads the model meanwhile gets the old one or the new one.
    /// </summary>
    /// <param name="catalog">The model operations.</param>
    /// <param name="model">The model.</param>
    /// <param name="inputSchema">The schema of its input; may be null.</param>
    /// <param name="filePath">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void SaveSafely(this ModelOperationsCatalog catalog, ITransformer model, DataViewSchema? inputSchema, string filePath)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        // In the same folder, hence on the same disk, where a file can be renamed in one step.
        string temporary = $"{Path.GetFullPath(filePath)}.{Guid.NewGuid():N}{TemporaryEnding}";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite))
            {
                catalog.Save(model, inputSchema, stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, filePath, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (IOException)
        {
            // What made the saving fail is what the caller has to know.
        }
        catch (UnauthorizedAccessException)
        {
            // As above.
        }
    }
}
