using TorchSharp.Utils;

namespace TorchSharp.Modules;

using static torch;
using static torch.optim;

/// <summary>The optimizers that keep their states in managed code: groups, states, and both in streams.</summary>
public abstract class OptimizerHelper : Optimizer
{
    private protected readonly List<Group> _groups = new();

    public OptimizerHelper() { }

    /// <summary>One native call a group.</summary>
    public override unsafe void zero_grad()
    {
        foreach (var group in _groups)
            fixed (IntPtr* parameters = group.Handles())
                Native.Check(Native.tc_optim_zero_grad(parameters, group.Parameters.Length));
    }

    public override IEnumerable<Parameter> parameters() => base.parameters();

    public override void add_param_group(ParamGroup param_group)
    {
        base.add_param_group(param_group);
        var parameters = param_group.Parameters.ToArray();
        var states = Array.ConvertAll(parameters, NewState);
        foreach (var state in states)
            state.Initialize(param_group.Options);
        _groups.Add(new Group(param_group, parameters, states));
    }

    public void to(Device device)
    {
        foreach (var state in _groups.SelectMany(group => group.States))
            state.to(device);
    }

    public virtual StateDictionary state_dict()
    {
        var result = new StateDictionary();
        foreach (var group in _groups)
        {
            result.Options.Add(group.Source.Options);
            result.StateIndexRef.Add(Enumerable.Range(result.State.Count, group.States.Length).ToList());
            result.State.AddRange(group.States);
        }
        return result;
    }

    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        CheckCounts(own, state_dict.Options.Count, state_dict.State.Count);
        for (int i = 0; i < own.Options.Count; i++)
            if (own.Options[i] != state_dict.Options[i])
                own.Options[i].LoadStateDict(state_dict.Options[i]);
        for (int i = 0; i < own.State.Count; i++)
            if (own.State[i] != state_dict.State[i])
                own.State[i].LoadStateDict(state_dict.State[i]);
    }

    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    /// <summary>The optimizer's name, two counts, then the options and the states.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        var own = state_dict();
        writer.Write(GetType().Name);
        writer.Encode(own.Options.Count);
        writer.Encode(own.State.Count);
        own.Options.ForEach(options => options.SaveStateDict(writer));
        own.State.ForEach(state => state.SaveStateDict(writer));
    }

    public void load_state_dict(BinaryReader reader)
    {
        string name = reader.ReadString();
        if (name != GetType().Name)
            throw new InvalidDataException($"Mismatched optimizer type: expected '{GetType().Name}', but found '{name}' in the loaded stream.");

        var own = state_dict();
        long options = reader.Decode(), states = reader.Decode();
        CheckCounts(own, options, states);
        own.Options.ForEach(item => item.LoadStateDict(reader));
        own.State.ForEach(item => item.LoadStateDict(reader));
    }

    private protected abstract OptimizerState NewState(Parameter parameter);

    private protected static Tensor Evaluate(Func<Tensor> closure)
    {
        if (closure is null)
            return null;
        using var grad = enable_grad();
        return closure();
    }

    /// <summary>A rate or a coefficient outside its range is an error of the caller.</summary>
    private protected static void Check(bool valid, string what, double value)
    {
        if (!valid)
            throw new ArgumentException($"Invalid {what}: {value}");
    }

    private protected void DisposeStates()
    {
        foreach (var state in _groups.SelectMany(group => group.States))
            ((IDisposable)state).Dispose();
    }

    private static void CheckCounts(StateDictionary own, long options, long states)
    {
        if (options != own.Options.Count)
            throw new ArgumentException("Invalid optimizer state -- different number of parameter groups.");
        if (states != own.State.Count)
            throw new ArgumentException("Invalid optimizer state -- different number of states.");
    }

    /// <summary>A group with its parameters listed once, and room for the handles that a native step takes.</summary>
    private protected sealed class Group
    {
        private readonly IntPtr[] _handles;

        public Group(ParamGroup source, Parameter[] parameters, OptimizerState[] states)
        {
            (Source, Parameters, States) = (source, parameters, states);
            _handles = new IntPtr[parameters.Length];
        }

        public ParamGroup Source { get; }

        public Parameter[] Parameters { get; }

        public OptimizerState[] States { get; }

        /// <summary>Read anew for every step: a tensor that was disposed meanwhile must throw.</summary>
        public IntPtr[] Handles()
        {
            for (int i = 0; i < _handles.Length; i++)
                _handles[i] = Parameters[i].Handle;
            return _handles;
        }
    }
}
