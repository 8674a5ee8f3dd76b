using System.Data.Common;
using DuckDB.NET.Data;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>What DuckDB reads: Parquet, JSON lines, several files at once, and the answers to SQL queries.</summary>
internal sealed class QuerySource : TableSource, IDisposable
{
    private readonly DuckDBConnection _connection;

    private QuerySource(string name, DuckDBConnection connection)
        : base(name) => _connection = connection;

    public override bool HasLines => false;

    /// <summary>The answer to a query in DuckDB's SQL, where a file stands for a table: <c>SELECT * FROM 'x.parquet'</c>.</summary>
    /// <exception cref="ToolException">DuckDB refuses it.</exception>
    public static QuerySource OfSql(string sql) => Run("The query", sql.Trim().TrimEnd(';'), "--sql");

    /// <summary>Files by their path or pattern.</summary>
    /// <param name="path">The path, which may have the wildcards * and ?.</param>
    /// <param name="format">How to read delimited text.</param>
    /// <exception cref="ToolException">They can't be read.</exception>
    public static QuerySource OfFiles(string path, DelimitedFormat format)
    {
        string quoted = Literal(path);
        string bare = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^".gz".Length] : path;
        string header = format.HasHeader ? "true" : "false", separator = format.Separator is { } given ? $", delim = {Literal($"{given}")}" : "";
        string from = Path.GetExtension(bare).ToLowerInvariant() switch
        {
            ".parquet" or ".pq" => $"read_parquet({quoted})",
            ".json" or ".jsonl" or ".ndjson" => $"read_json_auto({quoted})",
            _ => $"read_csv({quoted}, all_varchar = true, header = {header}, union_by_name = {header}{separator})",
        };
        return Run(path, $"SELECT * FROM {from}", path);
    }

    public override IEnumerable<TableRow> Rows()
    {
        using DbCommand command = _connection.CreateCommand();
        command.CommandText = "SELECT * FROM answer";
        using DbDataReader reader = command.ExecuteReader();
        for (long number = 1; reader.Read(); number++)
        {
            var fields = new string[reader.FieldCount];
            for (int i = 0; i < fields.Length; i++)
                fields[i] = reader.IsDBNull(i) ? "" : reader.GetString(i).Trim();
            yield return new TableRow(number, fields);
        }
    }

    public void Dispose() => _connection.Dispose();

    private static QuerySource Run(string name, string sql, string culprit)
    {
        var connection = new DuckDBConnection("Data Source=:memory:");
        try
        {
            connection.Open();
            // Nothing is fetched from elsewhere without being asked for.
            Execute(connection, "SET autoinstall_known_extensions = false");
            // The rows are kept as text, so that they are read by the same rules as those of any file, and in one order.
            Execute(connection, $"CREATE TEMP TABLE answer AS SELECT COLUMNS(*)::VARCHAR FROM ({sql}\n)");
            using DbCommand command = connection.CreateCommand();
            command.CommandText = "SELECT * FROM answer LIMIT 0";
            using DbDataReader reader = command.ExecuteReader();
            string[] columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
            ColumnNames.Check(name, columns);
            return new QuerySource(name, connection) { Columns = columns };
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException })
        {
            throw new ToolException($"{name}: DuckDB, which reads Parquet, JSON lines, patterns and queries, is not in this package; install the package of your system, or use CSV.", e);
        }
        catch (DuckDBException e)
        {
            connection.Dispose();
            // What follows shows the place in a statement of ours.
            string reason = e.Message.Split("\n\nLINE ", 2)[0].Split("\nLINE ", 2)[0];
            throw new ToolException($"{culprit}: {Wording.OneLine(reason)}", e);
        }
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
