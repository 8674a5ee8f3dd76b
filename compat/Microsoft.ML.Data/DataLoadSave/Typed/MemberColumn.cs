using System;
using System.Linq;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A field or property of a row class, bound to the column that it is read from or written to.</summary>
internal sealed class MemberColumn
{
    private readonly MemberInfo _member;

    private MemberColumn(MemberInfo member, string name, DataViewType type, DataViewSchema.Annotations annotations)
    {
        _member = member;
        Name = name;
        Type = type;
        Annotations = annotations;
    }

    /// <summary>Name of the column.</summary>
    public string Name { get; }

    public DataViewType Type { get; }

    public DataViewSchema.Annotations Annotations { get; }

    public string MemberName => _member.Name;

    public Type MemberType => TypeOf(_member);

    public bool CanRead => _member is not PropertyInfo property || property.GetGetMethod() is not null;

    /// <summary>The columns of a row class; <paramref name="definition"/> may be null for those that its members imply.</summary>
    public static MemberColumn[] Of(Type rowType, SchemaDefinition definition, SchemaDefinition.Direction direction) =>
        (definition ?? SchemaDefinition.Create(rowType, direction)).Select(c => Bind(rowType, c)).ToArray();

    public static DataViewSchema Schema(MemberColumn[] columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach (MemberColumn column in columns)
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        return builder.ToSchema();
    }

    /// <summary>A compiled accessor that fetches the member.</summary>
    public Func<TRow, TMember> Reader<TRow, TMember>()
    {
        ParameterExpression row = Expression.Parameter(typeof(TRow));
        return Expression.Lambda<Func<TRow, TMember>>(Expression.MakeMemberAccess(row, _member), row).Compile();
    }

    /// <summary>A compiled accessor that sets the member.</summary>
    public Action<TRow, TMember> Writer<TRow, TMember>()
    {
        ParameterExpression row = Expression.Parameter(typeof(TRow)), value = Expression.Parameter(typeof(TMember));
        return Expression.Lambda<Action<TRow, TMember>>(Expression.Assign(Expression.MakeMemberAccess(row, _member), value), row, value).Compile();
    }

    /// <summary>The item type of a member as a cursor sees it.</summary>
    public static Type ItemOf(MemberInfo member, out bool isVector)
    {
        Type item = ClrTypes.RawItem(ClrTypes.ItemOf(TypeOf(member), out isVector));
        if (ClrTypes.ItemTypeOrNull(item) is null)
            throw Contracts.ExceptParam("rawType", $"Could not determine an IDataView type and registered custom types for member {member.Name}");
        return item;
    }

    private static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    private static MemberColumn Bind(Type rowType, SchemaDefinition.Column column)
    {
        MemberInfo member = rowType.GetField(column.MemberName) ?? (MemberInfo)rowType.GetProperty(column.MemberName)
            ?? throw Bad($"No field or property with name '{column.MemberName}' found in type '{rowType.FullName}'");
        Type item = ItemOf(member, out bool isVector);
        string name = string.IsNullOrEmpty(column.ColumnName) ? column.MemberName : column.ColumnName;
        PrimitiveDataViewType itemType = ClrTypes.ItemTypeOrNull(item);
        DataViewType type = column.ColumnType ?? (isVector ? new VectorDataViewType(itemType) : itemType);
        var vector = type as VectorDataViewType;
        if (isVector != vector is not null)
            throw Bad($"Column '{name}' is supposed to be {Shape(!isVector)}, but type of associated field '{column.MemberName}' is {Shape(isVector)}");
        Type expected = (vector?.ItemType ?? type).RawType;
        if (expected != item)
            throw Bad($"Column '{name}' is supposed to have item type {expected}, but associated field has type {item}");
        return new MemberColumn(member, name, type, column.Annotations);
    }

    private static string Shape(bool isVector) => isVector ? "vector" : "scalar";

    private static ArgumentOutOfRangeException Bad(string message) => new("userSchemaDefinition", message);
}
