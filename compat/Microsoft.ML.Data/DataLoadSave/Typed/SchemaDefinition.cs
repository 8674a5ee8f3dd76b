using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>How the fields and properties of a class map to columns; may be changed before it is used.</summary>
public sealed partial class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition()
    {
    }

    /// <summary>The column of that name, or null.</summary>
    public Column this[string columnName]
    {
        get => this.FirstOrDefault(c => c.ColumnName == columnName);
        set
        {
            Contracts.CheckValue(value, nameof(value));
            if (value.ColumnName != columnName)
                throw Contracts.ExceptParam(nameof(columnName), $"The column name is specified as '{value.ColumnName}' but must match the selector '{columnName}'.");
            int index = FindIndex(c => c.ColumnName == columnName);
            if (index >= 0)
                this[index] = value;
            else
                Add(value);
        }
    }

    /// <summary>The columns that the public fields and properties of a type make up by themselves.</summary>
    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        Contracts.CheckValue(userType, nameof(userType));
        var definition = new SchemaDefinition();
        var names = new HashSet<string>();
        foreach (MemberInfo member in Members(userType, direction))
        {
            string name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            if (!names.Add(name))
                throw Contracts.ExceptParam(nameof(userType), $"Duplicate column name '{name}' detected, this is disallowed");
            definition.Add(new Column(member.Name, TypeOf(member), name));
        }
        return definition;
    }

    /// <summary>The columns of a type, with types and annotations from a schema, all of whose columns the type must have.</summary>
    internal static SchemaDefinition For(Type userType, DataViewSchema schema)
    {
        SchemaDefinition definition = Create(userType, Direction.Read);
        foreach (DataViewSchema.Column column in schema)
            (definition[column.Name] ?? throw Contracts.Except($"Type should contain a member named {column.Name}")).CopyFrom(column);
        return definition;
    }

    // Fields come before properties, each group in order of declaration.
    private static IEnumerable<MemberInfo> Members(Type type, Direction direction)
    {
        const BindingFlags visible = BindingFlags.Public | BindingFlags.Instance;
        bool Fits(PropertyInfo p) => p.GetIndexParameters().Length == 0
            && (direction.HasFlag(Direction.Read) && p.GetGetMethod() is not null || direction.HasFlag(Direction.Write) && p.GetSetMethod() is not null);
        return type.GetFields(visible).Concat<MemberInfo>(type.GetProperties(visible).Where(Fits))
            .Where(m => m.GetCustomAttribute<NoColumnAttribute>() is null);
    }

    private static DataViewType TypeOf(MemberInfo member)
    {
        Type item = MemberColumn.ItemOf(member, out bool isVector);
        PrimitiveDataViewType itemType = ClrTypes.ItemTypeOrNull(item);
        if (member.GetCustomAttribute<KeyTypeAttribute>() is { } key)
        {
            if (!KeyDataViewType.IsValidDataType(item))
                throw Contracts.ExceptParam("userType", $"Member {member.Name} marked with KeyType attribute, but does not appear to be a valid kind of data for a key type");
            itemType = new KeyDataViewType(item, key.KeyCount.Count.GetValueOrDefault());
        }
        var vector = member.GetCustomAttribute<VectorTypeAttribute>();
        if (!isVector)
        {
            return vector is null ? itemType : throw Contracts.ExceptParam("userType",
                $"Member {member.Name} marked with {nameof(VectorTypeAttribute)}, but does not appear to be a vector type");
        }
        return vector?.Dims is { Length: > 0 } dims ? new VectorDataViewType(itemType, dims) : new VectorDataViewType(itemType);
    }

    /// <summary>Whether a class is to be read from, written to, or both.</summary>
    [Flags]
    public enum Direction
    {
        Read = 1,
        Write = 2,
        Both = Read | Write,
    }
}
