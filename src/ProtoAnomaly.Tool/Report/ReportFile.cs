namespace ProtoAnomaly.Tool.Report;
internal static class ReportFile { public static void Write(string path, ReportData data) { } }
