using System;

namespace TorchSharp;

/// <summary>Index of shape.cpp.</summary>
internal struct NativeIndex
{
    internal const long Absent = long.MinValue;

    public IndexKind Kind;
    public long Start;
    public long Stop;
    public long Step;
    public IntPtr Tensor;
}

internal enum IndexKind
{
    None,
    Ellipsis,
    Single,
    Bool,
    Slice,
    Tensor,
}
