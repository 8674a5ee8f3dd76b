namespace TorchSharp.Modules;

using static torch;
using static torch.optim;

/// <summary>What can be set per group of parameters. What is not set is taken from the optimizer.</summary>
public class OptimizerOptions
{
    public double? LearningRate { get; set; }

    public double InitialLearningRate { get; set; }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate.Value);
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
    }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
    }
}

/// <summary>What an optimizer remembers of one parameter.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    public abstract void Initialize(OptimizerOptions options);

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    public abstract void LoadStateDict(OptimizerState source);

    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    public virtual void to(Device device)
    {
    }

    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor result, Device device)
    {
        if (reader.ReadBoolean())
        {
            TensorExtensionMethods.Load(ref result, reader);
            result.DetachFromDisposeScope();
            Move(ref result, device);
        }
        else
        {
            result?.Dispose();
            result = null;
        }
    }

    internal static void SaveConditional(BinaryWriter writer, Tensor tensor) => SaveConditionalStateTensor(writer, tensor);

    internal static void LoadConditional(BinaryReader reader, ref Tensor result, Device device) =>
        LoadConditionalStateTensor(reader, ref result, device);

    /// <summary>A state outlives the dispose scope that it is made in.</summary>
    internal static void SetZeros(ref Tensor tensor, Parameter parameter)
    {
        tensor?.Dispose();
        tensor = zeros_like(parameter).DetachFromDisposeScope();
    }

    internal static void Clear(ref Tensor tensor)
    {
        tensor?.Dispose();
        tensor = null;
    }

    internal static void SetCopy(ref Tensor tensor, Tensor source, Device device)
    {
        tensor?.Dispose();
        tensor = source?.to(device, copy: true).DetachFromDisposeScope();
    }

    internal static void Move(ref Tensor tensor, Device device)
    {
        if (tensor is not null && tensor.device_type != device.type)
            tensor = tensor.to(device, disposeAfter: true).DetachFromDisposeScope();
    }

    internal static bool Close(Tensor left, Tensor right) =>
        left is null ? right is null : right is not null && left.allclose(right);
}

/// <summary>Parameters that share their options.</summary>
public class ParamGroup : ILearningRateController
{
    public IEnumerable<Parameter> Parameters { get; set; }

    public OptimizerOptions Options { get; set; }

    public double LearningRate { get => Options.LearningRate.Value; set => Options.LearningRate = value; }

    public double InitialLearningRate { get => Options.InitialLearningRate; set => Options.InitialLearningRate = value; }
}

public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions
{
    public ParamGroup() { }

    public ParamGroup(IEnumerable<Parameter> parameters, TOptions options = null) => (Parameters, base.Options) = (parameters, options);

    public new TOptions Options { get => (TOptions)base.Options; set => base.Options = value; }
}
