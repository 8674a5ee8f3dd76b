using System;
using System.Linq;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Turns an annotation given as a plain .NET value into the getter that a schema asks for.</summary>
internal static class AnnotationGetter
{
    public static Delegate Create<T>(T value, DataViewType type)
    {
        Type item = ClrTypes.ItemOf(typeof(T), out bool isVector);
        if (isVector != type is VectorDataViewType)
            throw Contracts.Except($"Value inputted is supposed to be {Shape(isVector)}, but type of Annotationinfo is {Shape(!isVector)}");
        Type expected = (type as VectorDataViewType)?.ItemType.RawType ?? type.RawType;
        if (ClrTypes.RawItem(item) != expected)
            throw Contracts.Except($"Value inputted is supposed to have Type {ClrTypes.RawItem(item)}, but type of Annotationinfo has {expected}");

        return value switch
        {
            string text => Constant(text.AsMemory()),
            string[] texts => Buffer(texts.Select(t => t.AsMemory()).ToArray()),
            Array items => (Delegate)GenericCall.Static(typeof(AnnotationGetter), nameof(Buffer), [item], items),
            _ when isVector => (Delegate)GenericCall.Static(typeof(AnnotationGetter), nameof(Copied), [item], value),
            _ => Constant(value),
        };
    }

    private static string Shape(bool isVector) => isVector ? "vector" : "scalar";

    private static Delegate Constant<T>(T value) => (ValueGetter<T>)((ref T dst) => dst = value);

    private static Delegate Buffer<T>(T[] items) => Copied(new VBuffer<T>(items.Length, items));

    private static Delegate Copied<T>(VBuffer<T> items) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> dst) => items.CopyTo(ref dst));
}
