namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public interface IModule<T, TResult>
        {
            TResult call(T input1);
        }

        public interface IModule<T1, T2, TResult>
        {
            TResult call(T1 input1, T2 input2);
        }

        public interface IModule<T1, T2, T3, TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3);
        }


        /// <summary>A module whose call can be observed and changed by hooks before and after <c>forward</c>.</summary>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            // Names of the hooks' keys do not matter to anybody: a counter is enough.
            private readonly NamedItems<TPreHook> _before = new();
            private readonly NamedItems<TPostHook> _after = new();
            private readonly NamedItems<Action<Module>> _moduleBefore = new();
            private readonly NamedItems<Action<Module>> _moduleAfter = new();
            private int _registered;
            private bool _hooked;

            protected HookableModule(string name) : base(name) { }

            public HookRemover register_forward_hook(TPostHook hook) => Register(_after, hook);

            public HookRemover register_forward_pre_hook(TPreHook hook) => Register(_before, hook);

            public HookRemover register_forward_hook(Action<Module> hook) => Register(_moduleAfter, hook);

            public HookRemover register_forward_pre_hook(Action<Module> hook) => Register(_moduleBefore, hook);

            /// <summary>Null where nothing was ever hooked, so that an unhooked call costs nothing.</summary>
            private protected IEnumerable<TPreHook> HooksBefore()
            {
                if (!_hooked)
                    return null;
                foreach (var (_, hook) in _moduleBefore)
                    hook(this);
                return _before.Select(item => item.Value);
            }

            private protected IEnumerable<TPostHook> HooksAfter() => _hooked ? _after.Select(item => item.Value) : null;

            private protected void RunModuleHooksAfter()
            {
                foreach (var (_, hook) in _moduleAfter)
                    hook(this);
            }

            private HookRemover Register<T>(NamedItems<T> hooks, T hook)
            {
                string key = $"{_registered++}";
                hooks.Set(key, hook);
                _hooked = true;
                return new HookRemover(this, key);
            }

            private void Remove(string key)
            {
                _before.Remove(key);
                _after.Remove(key);
                _moduleBefore.Remove(key);
                _moduleAfter.Remove(key);
            }

            public class HookRemover
            {
                private readonly HookableModule<TPreHook, TPostHook> _module;
                private readonly string _key;

                public HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
                {
                    _module = module;
                    _key = key;
                }

                public void remove() => _module.Remove(_key);
            }
        }

        public abstract class Module<T, TResult> : HookableModule<Func<Module<T, TResult>, T, T>, Func<Module<T, TResult>, T, TResult, TResult>>, IModule<T, TResult>
        {
            protected Module(string name) : base(name) { }

            public abstract TResult forward(T input);

            public TResult call(T input)
            {
                var before = HooksBefore();
                if (before is null)
                    return forward(input);

                foreach (var hook in before)
                    if (hook(this, input) is { } changed)
                        input = changed;
                var result = forward(input);
                foreach (var hook in HooksAfter())
                    if (hook(this, input, result) is { } changed)
                        result = changed;
                RunModuleHooksAfter();
                return result;
            }
        }

        public abstract class Module<T1, T2, TResult> : HookableModule<Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>, Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>, IModule<T1, T2, TResult>
        {
            protected Module(string name) : base(name) { }

            public abstract TResult forward(T1 input1, T2 input2);

            public TResult call(T1 input1, T2 input2)
            {
                var before = HooksBefore();
                if (before is null)
                    return forward(input1, input2);

                foreach (var hook in before)
                    if (hook(this, input1, input2) is { } changed)
                        (input1, input2) = changed;
                var result = forward(input1, input2);
                foreach (var hook in HooksAfter())
                    if (hook(this, input1, input2, result) is { } changed)
                        result = changed;
                RunModuleHooksAfter();
                return result;
            }
        }

        public abstract class Module<T1, T2, T3, TResult> : HookableModule<Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>, Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult>>, IModule<T1, T2, T3, TResult>
        {
            protected Module(string name) : base(name) { }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            public TResult call(T1 input1, T2 input2, T3 input3)
            {
                var before = HooksBefore();
                if (before is null)
                    return forward(input1, input2, input3);

                foreach (var hook in before)
                    if (hook(this, input1, input2, input3) is { } changed)
                        (input1, input2, input3) = changed;
                var result = forward(input1, input2, input3);
                foreach (var hook in HooksAfter())
                    if (hook(this, input1, input2, input3, result) is { } changed)
                        result = changed;
                RunModuleHooksAfter();
                return result;
            }
        }
    }
}
