using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;

#nullable disable

namespace ProtoAnomaly.Compat.Tests.Golden.Generate;

/// <summary>Data views, schemas and exceptions as JSON. Uses public members only.</summary>
static class ViewJson
{
    /// <summary>Schema and, unless <paramref name="rows"/> is false, all values, column by column.</summary>
    public static JsonObject View(IDataView view, bool rows = true, Func<object, string, JsonNode> format = null)
    {
        var columns = new JsonArray();
        foreach (DataViewSchema.Column c in view.Schema)
        {
            JsonObject json = Column(c);
            if (rows && !c.IsHidden)
                json["values"] = Values(view, c, format);
            columns.Add(json);
        }
        return new JsonObject { ["columns"] = columns };
    }

    public static JsonObject Column(DataViewSchema.Column c)
    {
        var annotations = new JsonArray();
        foreach (DataViewSchema.Column a in c.Annotations.Schema)
            annotations.Add(new JsonObject { ["kind"] = a.Name, ["type"] = a.Type.ToString(), ["value"] = Annotation(c.Annotations, a) });
        return new JsonObject
        {
            ["index"] = c.Index,
            ["name"] = c.Name,
            ["hidden"] = c.IsHidden,
            ["type"] = c.Type.ToString(),
            ["typeClass"] = c.Type.GetType().Name,
            ["rawType"] = RawName(c.Type.RawType),
            ["annotations"] = annotations,
        };
    }

    public static JsonArray Values(IDataView view, DataViewSchema.Column c, Func<object, string, JsonNode> format = null)
    {
        var values = new JsonArray();
        using DataViewRowCursor cursor = view.GetRowCursor([c]);
        Func<object> read = Reader(cursor, c);
        while (cursor.MoveNext())
            values.Add(Json(read(), v => format?.Invoke(v, c.Name)));
        return values;
    }

    /// <summary>What an action throws: type and message of the whole chain, with folders and line ends made neutral.</summary>
    public static JsonObject Exception(Exception e, string folder = null)
    {
        string message = e.Message.Replace("\r\n", "\n");
        if (folder is not null)
            message = message.Replace(folder + Path.DirectorySeparatorChar, "<folder>/").Replace(folder, "<folder>");
        var json = new JsonObject { ["type"] = e.GetType().FullName, ["message"] = message };
        if (e.InnerException is { } inner)
            json["inner"] = Exception(inner, folder);
        return json;
    }

    /// <summary>Numbers as text, so that NaN, infinities and all digits survive; keys as their raw value (0 = missing).</summary>
    public static JsonNode Json(object value, Func<object, JsonNode> format = null) => format?.Invoke(value) ?? value switch
    {
        null => null,
        bool b => JsonValue.Create(b),
        float f => JsonValue.Create(Text(f)),
        double d => JsonValue.Create(Text(d)),
        string s => JsonValue.Create(s),
        ReadOnlyMemory<char> m => JsonValue.Create(m.ToString()),
        Array items => new JsonArray(items.Cast<object>().Select(x => Json(x, format)).ToArray()),
        IFormattable x => JsonValue.Create(x.ToString(null, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(value.ToString()),
    };

    public static string Text(float f) => f.ToString("G9", CultureInfo.InvariantCulture);
    public static string Text(double d) => d.ToString("G17", CultureInfo.InvariantCulture);

    private static JsonNode Annotation(DataViewSchema.Annotations annotations, DataViewSchema.Column a)
    {
        Func<object> read = (Func<object>)Generic(nameof(AnnotationReader), a.Type).Invoke(null, [annotations, a])!;
        try { return Json(read()); }
        catch (InvalidOperationException) { return null; }
    }

    private static Func<object> Reader(DataViewRow row, DataViewSchema.Column c) => (Func<object>)Generic(nameof(RowReader), c.Type).Invoke(null, [row, c])!;

    private static MethodInfo Generic(string name, DataViewType type) =>
        typeof(ViewJson).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type.RawType);

    private static Func<object> RowReader<T>(DataViewRow row, DataViewSchema.Column c) => Boxed(row.GetGetter<T>(c));

    private static Func<object> AnnotationReader<T>(DataViewSchema.Annotations annotations, DataViewSchema.Column a) => Boxed(annotations.GetGetter<T>(a));

    // A vector becomes an array of all its slots, zeros of a sparse one included.
    private static Func<object> Boxed<T>(ValueGetter<T> getter) => () =>
    {
        T value = default;
        getter(ref value);
        return typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(VBuffer<>)
            ? typeof(T).GetMethod("DenseValues")!.Invoke(value, null) is System.Collections.IEnumerable all ? all.Cast<object>().ToArray() : null
            : value;
    };

    private static string RawName(Type t) => t.IsGenericType
        ? $"{t.Namespace}.{t.Name[..t.Name.IndexOf('`')]}<{string.Join(", ", t.GetGenericArguments().Select(RawName))}>"
        : t.FullName;
}
