using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Tool.Tests;

[TestClass]
public sealed class AssemblyCleanup
{
    [AssemblyCleanup]
    public static void DeleteTheModel() => TrainedModel.Delete();
}
