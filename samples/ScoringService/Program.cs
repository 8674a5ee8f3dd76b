using Microsoft.ML;
using Microsoft.ML.Data;

// A web service that scores rows with a saved model. It needs no libtorch. Usage: ScoringService model.zip [COLUMN] [--urls http://...]
// The model is one whose input is a vector of numbers, in a column of the given name; "Features" unless told otherwise.
//   GET  /        what the service expects
//   POST /score   {"rows": [[1.5, 2], [3, 4]]}  gives  [{"score": 0.1, "isAnomaly": false}, ...]
string[] files = [.. args.TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal))];
if (files.Length is < 1 or > 2)
{
    Console.Error.WriteLine("usage: ScoringService model.zip [COLUMN] [--urls http://127.0.0.1:5000]");
    return 2;
}
var mlContext = new MLContext();
ITransformer model = mlContext.Model.Load(files[0], out DataViewSchema inputSchema);
string column = files.ElementAtOrDefault(1) ?? "Features";
if (inputSchema.GetColumnOrNull(column)?.Type is not VectorDataViewType { IsKnownSize: true } vector)
{
    Console.Error.WriteLine($"The model has no vector column '{column}' in its input; there are {string.Join(", ", inputSchema.Select(c => c.Name))}.");
    return 1;
}

// The size of the vector is the model's own, so that any model fits.
SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
SchemaDefinition.Column values = definition[nameof(Row.Values)];
values.ColumnName = column;
values.ColumnType = new VectorDataViewType(NumberDataViewType.Single, vector.Size);

WebApplication app = WebApplication.CreateBuilder(args[files.Length..]).Build();
app.MapGet("/", () => new { Column = column, Features = vector.Size });
app.MapPost("/score", (Batch batch) =>
{
    int wrong = Array.FindIndex(batch.Rows, row => row.Length != vector.Size);
    if (wrong >= 0)
        return Results.BadRequest($"Row {wrong} (counted from 0) has {batch.Rows[wrong].Length} values; the model wants {vector.Size}.");
    // Transform may be called by many threads at once, and scores a batch in blocks.
    IDataView rows = mlContext.Data.LoadFromEnumerable(batch.Rows.Select(row => new Row { Values = row }), definition);
    IDataView scored = model.Transform(rows);
    return Results.Ok(scored.GetColumn<float>("Score").Zip(scored.GetColumn<bool>("PredictedLabel"), (score, isAnomaly) => new { Score = score, IsAnomaly = isAnomaly }));
});
app.Run();
return 0;

internal sealed record Batch(float[][] Rows);

internal sealed class Row
{
    public float[] Values { get; set; } = [];
    public bool Label { get; set; }     // trainers want it; scoring never looks at it
}
