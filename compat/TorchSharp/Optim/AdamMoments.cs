namespace TorchSharp.Modules;

using static torch;

/// <summary>The states of Adam and AdamW have the same fields, but no common class in the API.</summary>
internal interface IAdamState
{
    ref long Step { get; }

    ref Tensor Mean { get; }

    ref Tensor Square { get; }

    /// <summary>The highest squares so far; null unless amsgrad is on.</summary>
    ref Tensor Highest { get; }
}

/// <summary>What Adam and AdamW do with their states.</summary>
internal static class AdamMoments
{
    /// <summary>All parameters of a group in one native call.</summary>
    public static unsafe void Step(IntPtr[] parameters, OptimizerState[] states, bool amsgrad, double rate, double beta1, double beta2,
        double eps, double decay, bool decoupled, bool maximize)
    {
        int count = parameters.Length;
        Span<IntPtr> handles = count <= 64 ? stackalloc IntPtr[3 * 64] : new IntPtr[3 * count];
        Span<long> steps = count <= 64 ? stackalloc long[64] : new long[count];
        for (int i = 0; i < count; i++)
        {
            var state = (IAdamState)states[i];
            handles[i] = state.Mean.Handle;
            handles[count + i] = state.Square.Handle;
            handles[2 * count + i] = amsgrad ? state.Highest.Handle : IntPtr.Zero;
            steps[i] = state.Step;
        }

        fixed (IntPtr* parameter = parameters, mean = handles)
        fixed (long* step = steps)
            Native.Check(Native.tc_optim_adam(parameter, mean, mean + count, amsgrad ? mean + 2 * count : null, step, count,
                rate, beta1, beta2, eps, decay, decoupled, maximize));

        for (int i = 0; i < count; i++)
            ((IAdamState)states[i]).Step = steps[i];
    }

    public static void Initialize(IAdamState state, Parameter parameter, bool amsgrad)
    {
        state.Step = 0;
        OptimizerState.SetZeros(ref state.Mean, parameter);
        OptimizerState.SetZeros(ref state.Square, parameter);
        if (amsgrad)
            OptimizerState.SetZeros(ref state.Highest, parameter);
        else
            OptimizerState.Clear(ref state.Highest);
    }

    public static void Move(IAdamState state, Device device)
    {
        OptimizerState.Move(ref state.Mean, device);
        OptimizerState.Move(ref state.Square, device);
        OptimizerState.Move(ref state.Highest, device);
    }

    public static void Save(IAdamState state, BinaryWriter writer)
    {
        writer.Write(state.Step);
        state.Mean.Save(writer);
        state.Square.Save(writer);
        OptimizerState.SaveConditional(writer, state.Highest);
    }

    public static void Load(IAdamState state, BinaryReader reader, Device device)
    {
        state.Step = reader.ReadInt64();
        state.Mean.Load(reader);
        state.Square.Load(reader);
        OptimizerState.LoadConditional(reader, ref state.Highest, device);
    }

    public static void Load(IAdamState state, IAdamState source, Device device)
    {
        state.Step = source.Step;
        OptimizerState.SetCopy(ref state.Mean, source.Mean, device);
        OptimizerState.SetCopy(ref state.Square, source.Square, device);
        OptimizerState.SetCopy(ref state.Highest, source.Highest, device);
    }

    public static bool Close(IAdamState left, IAdamState right) =>
        right is not null && left.Step == right.Step && OptimizerState.Close(left.Mean, right.Mean) &&
        OptimizerState.Close(left.Square, right.Square) && OptimizerState.Close(left.Highest, right.Highest);

    public static void Dispose(IAdamState state)
    {
        state.Mean.Dispose();
        state.Square.Dispose();
        state.Highest?.Dispose();
    }
}
