using System;
using System.Collections.Generic;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Questions about column types that do not need to know scalar from vector.</summary>
internal static class ColumnTypeExtensions
{
    /// <summary>A number, text, boolean, time or row id: neither key nor vector nor custom type.</summary>
    public static bool IsStandardScalar(this DataViewType columnType) =>
        columnType is NumberDataViewType or TextDataViewType or BooleanDataViewType or RowIdDataViewType
            or TimeSpanDataViewType or DateTimeDataViewType or DateTimeOffsetDataViewType;

    /// <summary>The number of keys; 0 when the type is no key.</summary>
    public static ulong GetKeyCount(this DataViewType columnType) => (columnType as KeyDataViewType)?.Count ?? 0;

    public static int GetKeyCountAsInt32(this DataViewType columnType, IExceptionContext ectx = null)
    {
        ulong count = columnType.GetKeyCount();
        ectx.Check(count <= int.MaxValue, $"There are {count} keys, which is more than {nameof(Int32)} can count");
        return (int)count;
    }

    /// <summary>The item type of a vector; any other type itself.</summary>
    public static DataViewType GetItemType(this DataViewType columnType) => (columnType as VectorDataViewType)?.ItemType ?? columnType;

    /// <summary>The size of a vector; 0 when unknown or when the type is no vector.</summary>
    public static int GetVectorSize(this DataViewType columnType) => (columnType as VectorDataViewType)?.Size ?? 0;

    /// <summary>The size of a vector, 0 when unknown; 1 when the type is no vector.</summary>
    public static int GetValueCount(this DataViewType columnType) => (columnType as VectorDataViewType)?.Size ?? 1;

    public static bool IsKnownSizeVector(this DataViewType columnType) => columnType.GetVectorSize() > 0;

    public static InternalDataKind GetRawKind(this DataViewType columnType) =>
        columnType.RawType.TryGetDataKind(out InternalDataKind kind) ? kind : default;

    /// <summary>Equality that compares the size of vectors but not their dimensions.</summary>
    public static bool SameSizeAndItemType(this DataViewType columnType, DataViewType other) =>
        other != null
        && (columnType.Equals(other)
            || (columnType is VectorDataViewType left && other is VectorDataViewType right
                && left.ItemType.Equals(right.ItemType) && left.Size == right.Size));

    public static PrimitiveDataViewType PrimitiveTypeFromType(Type type) =>
        type == typeof(ReadOnlyMemory<char>) || type == typeof(string) ? TextDataViewType.Instance
        : type == typeof(bool) ? BooleanDataViewType.Instance
        : type == typeof(TimeSpan) ? TimeSpanDataViewType.Instance
        : type == typeof(DateTime) ? DateTimeDataViewType.Instance
        : type == typeof(DateTimeOffset) ? DateTimeOffsetDataViewType.Instance
        : type == typeof(DataViewRowId) ? RowIdDataViewType.Instance
        : NumberTypeFromType(type);

    public static PrimitiveDataViewType PrimitiveTypeFromKind(InternalDataKind kind) => PrimitiveTypeFromType(kind.ToType());

    public static NumberDataViewType NumberTypeFromType(Type type) =>
        type == typeof(float) ? NumberDataViewType.Single
        : type == typeof(double) ? NumberDataViewType.Double
        : type == typeof(int) ? NumberDataViewType.Int32
        : type == typeof(uint) ? NumberDataViewType.UInt32
        : type == typeof(long) ? NumberDataViewType.Int64
        : type == typeof(ulong) ? NumberDataViewType.UInt64
        : type == typeof(short) ? NumberDataViewType.Int16
        : type == typeof(ushort) ? NumberDataViewType.UInt16
        : type == typeof(sbyte) ? NumberDataViewType.SByte
        : type == typeof(byte) ? NumberDataViewType.Byte
        : throw Contracts.ExceptParam(nameof(type), $"There is no number type of {type}");
}

internal static class SchemaExtensions
{
    public static DataViewSchema MakeSchema(IEnumerable<DataViewSchema.DetachedColumn> columns)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(columns);
        return builder.ToSchema();
    }

    public static bool TryGetColumnIndex(this DataViewSchema schema, string name, out int col)
    {
        col = schema.GetColumnOrNull(name)?.Index ?? -1;
        return col >= 0;
    }
}
