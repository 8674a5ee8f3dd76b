using ProtoAnomaly.Tool.Evaluation;
using ProtoAnomaly.Tool.Modeling;
namespace ProtoAnomaly.Tool.Report;
internal sealed record ReportData { public static ReportData Collect(ModelFile m, EvaluatedTable t, DetectorEvaluation e) => new(); }
