namespace System.Runtime.CompilerServices;

/// <summary>Stands for the types that libraries for older frameworks bring along in the framework's namespaces.</summary>
internal static class BroughtAlong { }
