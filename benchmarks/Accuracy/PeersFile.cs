using System.Globalization;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>
/// Other programs' measurements: comma-separated values with a header, of which the columns dataset, protocol, method, seed,
/// auc_pr, auc_roc, fit_cpu, score_rows_per_cpu_s and peak_rss_mb are read. An empty field is a measurement that failed.
/// </summary>
internal static class PeersFile
{
    /// <exception cref="InvalidDataException">A column is missing.</exception>
    public static Measurement[] Read(string path, string protocol)
    {
        string[] lines = File.ReadAllLines(path);
        string[] header = Csv.Split(lines[0]);
        int method = Column("method"), set = Column("dataset"), seed = Column("seed"), averagePrecision = Column("auc_pr");
        int rocArea = Column("auc_roc"), fit = Column("fit_cpu"), speed = Column("score_rows_per_cpu_s"), memory = Column("peak_rss_mb");
        int protocolColumn = Column("protocol");
        return
        [
            .. lines.Skip(1).Select(Csv.Split).Where(fields => fields[protocolColumn] == protocol).Select(fields => new Measurement(
                fields[method],
                IsPeer: true,
                fields[set],
                int.Parse(fields[seed], CultureInfo.InvariantCulture),
                Number(fields[averagePrecision]),
                TrapezoidalPrecisionRecall: double.NaN,
                Number(fields[rocArea]),
                Number(fields[fit]),
                Number(fields[speed]),
                Number(fields[memory]))),
        ];

        int Column(string name)
        {
            int index = Array.IndexOf(header, name);
            return index >= 0 ? index : throw new InvalidDataException($"{path}: there is no column {name}.");
        }
    }

    private static double Number(string field) => field == "" ? double.NaN : double.Parse(field, CultureInfo.InvariantCulture);
}
