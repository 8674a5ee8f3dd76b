using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class SafeSavingTests
{
    private static readonly MLContext MlContext = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [TestCleanup]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void NewFile_TakesThePlaceOfTheOldOne()
    {
        string path = Path.Combine(_folder, "model.zip");
        IDataView data = ToyData.View(MlContext, ToyData.Rows());
        MlContext.Model.SaveSafely(Copy("A").Fit(data), data.Schema, path);
        MlContext.Model.SaveSafely(Copy("B").Fit(data), data.Schema, path);
        Assert.IsNotNull(MlContext.Model.Load(path, out _).Transform(data).Schema.GetColumnOrNull("B"));
        CollectionAssert.AreEqual(new[] { path }, Directory.GetFiles(_folder));
    }

    [TestMethod]
    public void FailureHalfway_LeavesTheOldFileWhole_AndNothingElse()
    {
        string path = Path.Combine(_folder, "model.zip");
        IDataView data = ToyData.View(MlContext, ToyData.Rows());
        MlContext.Model.SaveSafely(Copy("A").Fit(data), data.Schema, path);
        byte[] before = File.ReadAllBytes(path);
        ITransformer halfway = new TransformerChain<ITransformer>(Copy("B").Fit(data), new DiskIsFull());
        StringAssert.Contains(Assert.ThrowsExactly<IOException>(() => MlContext.Model.SaveSafely(halfway, data.Schema, path)).Message, "No space left");
        CollectionAssert.AreEqual(before, File.ReadAllBytes(path));
        CollectionAssert.AreEqual(new[] { path }, Directory.GetFiles(_folder));
    }

    [TestMethod]
    public void FolderThatIsNotThere_IsAnError()
    {
        IDataView data = ToyData.View(MlContext, ToyData.Rows());
        Assert.ThrowsExactly<DirectoryNotFoundException>(
            () => MlContext.Model.SaveSafely(Copy("A").Fit(data), data.Schema, Path.Combine(_folder, "none", "model.zip")));
    }

    [TestMethod]
    public void DirectoryInPlaceOfTheFile_IsLeftAlone()
    {
        string path = Path.Combine(_folder, "model.zip");
        Directory.CreateDirectory(path);
        IDataView data = ToyData.View(MlContext, ToyData.Rows());
        try
        {
            MlContext.Model.SaveSafely(Copy("A").Fit(data), data.Schema, path);
            Assert.Fail("A directory was replaced by a file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Assert.IsTrue(Directory.Exists(path));
            Assert.IsEmpty(Directory.GetFiles(_folder));
        }
    }

    private static IEstimator<ITransformer> Copy(string name) => MlContext.Transforms.CopyColumns(name, "Features");

    private sealed class DiskIsFull : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException();

        public void Save(ModelSaveContext ctx) => throw new IOException("No space left on device");

        public IDataView Transform(IDataView input) => input;
    }
}
