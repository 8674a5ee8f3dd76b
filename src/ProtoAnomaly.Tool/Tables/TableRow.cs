namespace ProtoAnomaly.Tool.Tables;

/// <summary>A row of a table.</summary>
/// <param name="Number">Where it is: the line it begins on as an editor shows it, counted from 1 with the header; without lines, the number of the row.</param>
/// <param name="Fields">Its values as they are written, one for each column; empty for a missing one.</param>
internal readonly record struct TableRow(long Number, string[] Fields);
