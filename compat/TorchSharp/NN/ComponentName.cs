using System.Reflection;

namespace TorchSharp.Utils
{
    /// <summary>Gives a field another name as a component of its module.</summary>
    public class ComponentNameAttribute : Attribute
    {
        public string Name { get; set; }
    }
}

namespace TorchSharp
{
    public static class FieldInfoExtensionMethods
    {
        /// <summary>The name under which the field's value is registered with its module.</summary>
        public static string ComponentName(this FieldInfo field) =>
            field.GetCustomAttribute<Utils.ComponentNameAttribute>()?.Name ?? field.Name;
    }
}
