using System;

namespace Microsoft.ML.Data;

/// <summary>What the type of a field or property says about its column.</summary>
internal static class ClrTypes
{
    /// <summary>The scalar type of an item, or null if there is none.</summary>
    public static PrimitiveDataViewType ItemTypeOrNull(Type type) =>
        type.TryGetDataKind(out InternalDataKind kind) ? ColumnTypeExtensions.PrimitiveTypeFromKind(kind) : null;

    /// <summary>Arrays and buffers are vectors of their items; anything else is a scalar.</summary>
    public static Type ItemOf(Type memberType, out bool isVector)
    {
        isVector = true;
        if (memberType.IsArray)
            return memberType.GetElementType();
        if (memberType.IsGenericType && memberType.GetGenericTypeDefinition() == typeof(VBuffer<>))
            return memberType.GetGenericArguments()[0];
        isVector = false;
        return memberType;
    }

    /// <summary>The type of the values that a cursor hands out for an item: text travels as memory, not as string.</summary>
    public static Type RawItem(Type item) => item == typeof(string) ? typeof(ReadOnlyMemory<char>) : item;
}
