using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Loads lines of text as rows.</summary>
public sealed partial class TextLoader : IDataLoader<IMultiStreamSource>
{
    private readonly IHost _host;
    private readonly TextFormat _format;
    private readonly TextSchema _columns;
    private readonly bool _useThreads;

    internal TextLoader(IHostEnvironment env, Options options = null, IMultiStreamSource dataSample = null)
    {
        Contracts.CheckValue(env, nameof(env));
        _host = env.Register(LoaderSignature);
        options ??= new Options();
        IMultiStreamSource headerFile = string.IsNullOrWhiteSpace(options.HeaderFile) ? null : new MultiFileSource(options.HeaderFile);
        Column[] columns = options.Columns;
        if (columns is not { Length: > 0 })
        {
            options = EmbeddedOptions.Read(headerFile ?? dataSample, options) ?? options;
            columns = options.Columns ?? [new Column("Label", DataKind.Single, 0), new Column("Features", DataKind.Single, [new Range(1, null)])];
        }
        _format = TextFormat.From(options);
        _columns = TextSchema.Bind(columns, _format, headerFile, dataSample);
        _useThreads = options.UseThreads;
    }

    public DataViewSchema GetOutputSchema() => _columns.Schema;

    public IDataView Load(IMultiStreamSource source)
    {
        Contracts.CheckValue(source, nameof(source));
        return new TextDataView(_host, _columns, _format, source, _useThreads);
    }

    /// <summary>A loader of the columns that the <see cref="LoadColumnAttribute"/>s of a class describe.</summary>
    internal static TextLoader CreateTextLoader<TInput>(IHostEnvironment env, Options options = null, IMultiStreamSource dataSample = null)
    {
        const BindingFlags visible = BindingFlags.Public | BindingFlags.Instance;
        MemberInfo[] members = typeof(TInput).GetFields(visible)
            .Concat<MemberInfo>(typeof(TInput).GetProperties(visible).Where(p => p.GetGetMethod() is not null && p.GetIndexParameters().Length == 0))
            .ToArray();
        if (members.Length == 0)
            throw env.ExceptParam(nameof(TInput), $"Should define at least one public, readable field or property in {nameof(TInput)}.");
        options ??= new Options();
        options.Columns = members.Select(ColumnOf).ToArray();
        return new TextLoader(env, options, dataSample);
    }

    private static Column ColumnOf(MemberInfo member)
    {
        string what = member is FieldInfo ? "Field" : "Property";
        LoadColumnAttribute load = member.GetCustomAttribute<LoadColumnAttribute>()
            ?? throw Contracts.Except($"{what} '{member.Name}' is missing the {nameof(LoadColumnAttribute)} attribute");
        Type type = member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;
        if (!(type.IsArray ? type.GetElementType() : type).TryGetDataKind(out InternalDataKind kind))
            throw Contracts.Except($"{what} {member.Name} is of unsupported type.");
        return new Column
        {
            Name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name,
            DataKind = kind.ToDataKind(),
            Source = load.Sources.ToArray(),
            KeyCount = member.GetCustomAttribute<KeyTypeAttribute>()?.KeyCount,
        };
    }
}
