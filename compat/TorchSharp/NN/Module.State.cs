using System.Text;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The tensors themselves, not copies, by their dotted names.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor> destination = null, string prefix = null)
            {
                destination ??= new Dictionary<string, Tensor>();
                string Key(string name) => string.IsNullOrEmpty(prefix) ? name : $"{prefix}.{name}";

                foreach (var (name, parameter) in named_parameters())
                    destination.TryAdd(Key(name), parameter);
                foreach (var (name, buffer) in named_buffers(include_nonpersistent: false))
                    destination.TryAdd(Key(name), buffer);
                foreach (var (name, child) in _children)
                    child.state_dict(destination, Key(name));
                return destination;
            }

            /// <summary>Copies the values of the tensors that have the same names.</summary>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string> skip = null)
            {
                skip ??= Array.Empty<string>();
                var own = state_dict();
                var unexpected = source.Keys.Where(key => !skip.Contains(key) && !own.ContainsKey(key)).ToList();
                var missing = own.Keys.Where(key => !skip.Contains(key) && !source.ContainsKey(key)).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                    throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary.");

                using var noGrad = no_grad();
                foreach (var (key, value) in source)
                    if (!skip.Contains(key) && own.TryGetValue(key, out var target))
                        target.copy_(value);
                return (missing, unexpected);
            }

            public Module save(string location, IList<string> skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            /// <summary>Closes the stream, as the original does.</summary>
            public Module save(Stream stream, IList<string> skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            public Module save(BinaryWriter writer, IList<string> skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string> skip = null)
            {
                var entries = sd.Where(entry => skip is null || !skip.Contains(entry.Key)).ToList();
                writer.Encode(entries.Count);
                foreach (var (key, tensor) in entries)
                {
                    writer.Write(key);
                    tensor.Save(writer);
                }
            }

            public virtual Module load(string location, bool strict = true, IList<string> skip = null,
                Dictionary<string, bool> loadedParameters = null)
            {
                if (!File.Exists(location))
                    throw new FileNotFoundException(location);
                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            /// <summary>Closes the stream, as the original does.</summary>
            public Module load(Stream stream, bool strict = true, IList<string> skip = null,
                Dictionary<string, bool> loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <summary>Strict: the file must hold exactly this module's entries.</summary>
            public virtual Module load(BinaryReader reader, bool strict = true, IList<string> skip = null,
                Dictionary<string, bool> loadedParameters = null)
            {
                var own = state_dict();
                long count = reader.Decode();
                if (strict && count != own.Count)
                    throw new ArgumentException($"Mismatched state_dict sizes: expected {own.Count}, but found {count} entries.");

                for (long i = 0; i < count; i++)
                {
                    string key = reader.ReadString();
                    bool found = own.TryGetValue(key, out var target);
                    if (strict && !found)
                        throw new ArgumentException($"Mismatched module state names: the target modules does not have a submodule or buffer named '{key}'");

                    if (found && (skip is null || !skip.Contains(key)))
                        target.Load(reader);
                    else
                        TensorExtensionMethods.Load(reader, skip: true).Dispose();
                    loadedParameters?.Add(key, found);
                }
                return this;
            }

            public static Module Create<T>(string path) where T : Module, new() => new T().load(path);
        }
    }
}
