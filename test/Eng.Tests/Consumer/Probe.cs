using Microsoft.ML;
using Microsoft.ML.Data;

// Uses internals of Microsoft.ML.Core and Microsoft.ML.Data the way the library does: an internal struct and its
// constructor and fields, an internal constructor of a public struct, an internal static class, an internal interface.
public static class Probe
{
    public static string Run()
    {
        var version = new VersionInfo("PROBEMDL", 0x00010001, 0x00010001, 0x00010001, "Consumer", "ProbeLoader");
        var column = new SchemaShape.Column("Score", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, isKey: false);
        IInternalCatalog trainers = new MLContext(seed: 1).AnomalyDetection.Trainers;
        return $"{version.LoaderSignature} {column.Name} {CatalogUtils.GetEnvironment(trainers) is not null}";
    }
}
