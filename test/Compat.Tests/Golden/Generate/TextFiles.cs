using System.Text;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;

#nullable disable
#pragma warning disable CS0649 // fields of row classes are set by reflection

namespace ProtoAnomaly.Compat.Tests.Golden.Generate;

static class TextFiles
{
    private class Attributed
    {
        [LoadColumn(0)] public bool Label;
        [LoadColumn(1)] public float A;
        [LoadColumn(2, 3), ColumnName("Rest")] public float[] Fixed;
        [LoadColumn(4)] public string Text;
    }
    private class Vectored { [LoadColumn(0)] public float Label; [LoadColumn(1, 3), VectorType(3)] public float[] Features; }
    private class Defaults { public float Label; [LoadColumn(1)] public float A; }

    private static readonly (string Name, string Content)[] Files =
    [
        ("plain-header.csv", "Label,A,B,C,Text\n1,1.5,2,3,one\n0,-4,5e-3,6E2,two\n"),
        ("plain-no-header.csv", "1,1.5,2,3,one\n0,-4,5e-3,6E2,two\n"),
        ("plain-crlf.csv", "Label,A,B,C,Text\r\n1,1.5,2,3,one\r\n0,-4,5e-3,6E2,two\r\n"),
        ("no-final-newline.csv", "Label,A,B,C,Text\n1,1.5,2,3,one\n0,-4,5e-3,6E2,two"),
        ("empty-fields.csv", "Label,A,B,C,Text\n1,,2,,\n,1,,3,x\n0,4,5,6,\n"),
        ("short-rows.csv", "Label,A,B,C,Text\n1,1,2\n0\n1,4,5,6,full\n1,4,5,6,full,extra,more\n"),
        ("blank-lines.csv", "Label,A,B,C,Text\n1,1,2,3,a\n\n0,4,5,6,b\n   \n1,7,8,9,c\n\n"),
        ("missing-markers.csv", "Label,A,B,C,Text\n1,?,2,3,?\n0,NaN,nan,NA,NaN\n1,N/A,#,-,null\n0,4,5,6,ok\n"),
        ("numbers.csv", "Label,A,B,C,Text\n1,1e3,1E-3,+2.5e+2,a\n0,.5,5.,-0,b\n1,Infinity,-Infinity,inf,c\n0,1e40,1e-50,0x10,d\n1,1_000,1 000,12abc,e\n0, 7 ,\t8,9 ,f\n"),
        ("quotes.csv", "Label,A,B,C,Text\n1,1,2,3,\"a,b\"\n0,\"4\",5,6,\"say \"\"hi\"\"\"\n1,7,8,9,mid\"quote\n0,10,11,12,\"\"\n1,1,1,1,\"tail\" x\n"),
        ("unterminated-quote.csv", "Label,A,B,C,Text\n1,1,2,3,\"open\n0,4,5,6,next\n"),
        ("spaces.csv", "Label , A,B,C, Text\n1, 1 ,2,3, padded \n0,4,5,6,inner space\n"),
        ("booleans.csv", "Label,A,B,C,Text\n1,0,0,0,1\n0,0,0,0,0\ntrue,0,0,0,true\nFALSE,0,0,0,FALSE\nyes,0,0,0,yes\nNo,0,0,0,No\nT,0,0,0,T\n+1,0,0,0,+1\n-1,0,0,0,-1\n,0,0,0,empty\n"),
        ("bad-boolean.csv", "Label,A,B,C,Text\n1,0,0,0,ok\nmaybe,0,0,0,bad\n2,0,0,0,bad\n"),
        ("tabs.tsv", "1\t1.5\t2\t3\tone\n0\t\t5\t6\ttwo words\n"),
        ("semicolons.csv", "1;1,5;2;3;x,y\n0;-4;5;6;z\n"),
        ("sparse.tsv", "1\t5\t0:1.5\t3:2\n0\t5\t1:7\n"),
        ("header-only.csv", "Label,A,B,C,Text\n"),
        ("empty.csv", ""),
        ("utf8-bom.csv", "\uFEFFLabel,A,B,C,Text\n1,1,2,3,\u00e9t\u00e9 \u65e5\u672c\n"),
    ];

    public static void Write(string folder)
    {
        var ml = new MLContext(seed: 1);
        foreach (var (name, content) in Files)
            File.WriteAllText(Path.Combine(folder, name), content, new UTF8Encoding(false));
        string At(string name) => Path.Combine(folder, name);
        TextLoader.Column[] columns =
        [
            new("Label", DataKind.Boolean, 0), new("A", DataKind.Single, 1),
            new("BC", DataKind.Single, 2, 3), new("Text", DataKind.String, 4),
        ];
        var cases = new JsonArray();
        void Add(string file, string how, Func<IDataView> load)
        {
            JsonObject json = Output.Try(how, () => ViewJson.View(load()), folder);
            json.Insert(0, "file", file);
            cases.Add(json);
        }

        foreach (var (name, _) in Files.Where(f => f.Name.EndsWith(".csv") && f.Name != "semicolons.csv"))
        {
            bool header = name != "plain-no-header.csv";
            Add(name, $"columns; header={header}", () => ml.Data.LoadFromTextFile(At(name), columns, separatorChar: ',', hasHeader: header));
            Add(name, $"columns; header={header}; allowQuoting", () => ml.Data.LoadFromTextFile(At(name), columns, separatorChar: ',', hasHeader: header, allowQuoting: true));
            Add(name, $"attributes; header={header}; allowQuoting; trimWhitespace", () =>
                ml.Data.LoadFromTextFile<Attributed>(At(name), separatorChar: ',', hasHeader: header, allowQuoting: true, trimWhitespace: true));
            Add(name, $"options; header={header}; MissingRealsAsNaNs", () => ml.Data.LoadFromTextFile(At(name),
                new TextLoader.Options { Columns = columns, Separators = [','], HasHeader = header, MissingRealsAsNaNs = true }));
        }
        Add("plain-header.csv", "columns; header=False (the header is read as data)", () => ml.Data.LoadFromTextFile(At("plain-header.csv"), columns, separatorChar: ','));
        Add("plain-header.csv", "vector attribute", () => ml.Data.LoadFromTextFile<Vectored>(At("plain-header.csv"), separatorChar: ',', hasHeader: true));
        Add("plain-header.csv", "a field without LoadColumn", () => ml.Data.LoadFromTextFile<Defaults>(At("plain-header.csv"), separatorChar: ',', hasHeader: true));
        Add("plain-header.csv", "CreateTextLoader with dataSample (slot names)", () => ml.Data
            .CreateTextLoader(columns, separatorChar: ',', hasHeader: true, dataSample: new MultiFileSource(At("plain-header.csv")))
            .Load(new MultiFileSource(At("plain-header.csv"))));
        Add("plain-header.csv", "CreateTextLoader without dataSample", () => ml.Data
            .CreateTextLoader(columns, separatorChar: ',', hasHeader: true).Load(new MultiFileSource(At("plain-header.csv"))));
        Add("plain-header.csv", "two files in one source", () => ml.Data.CreateTextLoader(columns, separatorChar: ',', hasHeader: true)
            .Load(new MultiFileSource(At("plain-header.csv"), At("short-rows.csv"))));
        Add("plain-header.csv", "same column as Single, Double, Int32, String, key", () => ml.Data.LoadFromTextFile(At("plain-header.csv"),
        [
            new("S", DataKind.Single, 0), new("D", DataKind.Double, 0), new("I", DataKind.Int32, 0), new("T", DataKind.String, 0),
            new("K", DataKind.UInt32, [new TextLoader.Range(0)], new KeyCount(2)),
        ], separatorChar: ',', hasHeader: true));
        Add("numbers.csv", "columns A B C as Double", () => ml.Data.LoadFromTextFile(At("numbers.csv"),
            [new("A", DataKind.Double, 1), new("B", DataKind.Double, 2), new("C", DataKind.Double, 3)], separatorChar: ',', hasHeader: true));
        Add("numbers.csv", "column A as Int32", () => ml.Data.LoadFromTextFile(At("numbers.csv"), [new("A", DataKind.Int32, 1)], separatorChar: ',', hasHeader: true));
        Add("tabs.tsv", "columns; defaults", () => ml.Data.LoadFromTextFile(At("tabs.tsv"), columns));
        Add("semicolons.csv", "options; decimal comma", () => ml.Data.LoadFromTextFile(At("semicolons.csv"),
            new TextLoader.Options { Columns = columns, Separators = [';'], DecimalMarker = ',' }));
        Add("sparse.tsv", "allowSparse", () => ml.Data.LoadFromTextFile(At("sparse.tsv"), [new("Label", DataKind.Single, 0), new("F", DataKind.Single, 2, 5)], allowSparse: true));
        Add("quotes.csv", "options; ReadMultilines; allowQuoting", () => ml.Data.LoadFromTextFile(At("quotes.csv"),
            new TextLoader.Options { Columns = columns, Separators = [','], HasHeader = true, AllowQuoting = true, ReadMultilines = true }));
        Add("does-not-exist.csv", "columns", () => ml.Data.LoadFromTextFile(At("does-not-exist.csv"), columns, separatorChar: ','));
        Output.Json(folder, "expected.json", cases);
    }
}
