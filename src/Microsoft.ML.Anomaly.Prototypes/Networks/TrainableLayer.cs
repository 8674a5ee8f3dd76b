using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes.Networks;

/// <summary>A layer that trains: weights, optional batch normalization, activation.</summary>
internal abstract class TrainableLayer : nn.Module
{
    private readonly LayerPlan _plan;
    private readonly Parameter? _weight;

    private protected TrainableLayer(LayerPlan plan, Parameter? weight, Parameter? bias, BatchNorm? normalization)
        : base(plan.GetType().Name)
    {
        (_plan, _weight, Bias, Normalization) = (plan, weight, bias, normalization);
        if (weight is not null)
            register_parameter("weight", weight);
        if (bias is not null)
            register_parameter("bias", bias);
        if (normalization is not null)
            register_module("normalization", normalization);
    }

    /// <exception cref="InvalidOperationException">The layer only computes.</exception>
    public Parameter Weight => _weight ?? throw new InvalidOperationException($"A layer by {_plan.GetType().Name} has no weights.");

    public Parameter? Bias { get; }

    protected BatchNorm? Normalization { get; }

    /// <summary>Makes a layer by its plan.</summary>
    /// <param name="plan">The description.</param>
    /// <param name="initialization">Draws the weights.</param>
    /// <param name="device">Where the layer lives.</param>
    public static TrainableLayer Create(LayerPlan plan, Random initialization, Device device) => plan switch
    {
        DensePlan dense => new TrainableDense(dense, initialization, device),
        ConvolutionPlan convolution => new TrainableConvolution(convolution, initialization, device),
        PoolingPlan pooling => new Pooling(pooling),
        TransposedConvolutionPlan transposed => new TrainableTransposedConvolution(transposed, initialization, device),
        _ => throw new ArgumentOutOfRangeException(nameof(plan)),
    };

    /// <summary>The layer with its activation.</summary>
    /// <param name="x">[n, inputs]; or [n, channels, height, width] between layers of images.</param>
    public Tensor Forward(Tensor x)
    {
        Tensor y = Linear(x);
        return _plan.Activation.Apply(Normalization is null ? y : Normalization.forward(y));
    }

    /// <summary>The same for scoring, as batch normalization computes it in evaluation mode.</summary>
    public abstract EmbeddingLayer Freeze();

    protected abstract Tensor Linear(Tensor x);

    /// <summary>Weight and bias, with the batch normalization folded in.</summary>
    /// <param name="outputs">The number of outputs, or of their channels.</param>
    /// <param name="byOutputs">The weight with its outputs first, where it has them elsewhere.</param>
    protected (float[] Weight, float[] Bias) Folded(int outputs, Tensor? byOutputs = null)
    {
        float[] weight = TensorValues.ToArray(byOutputs ?? Weight), bias = Bias is null ? new float[outputs] : TensorValues.ToArray(Bias);
        if (Normalization is { } n)
        {
            BatchNormalizationFolding.Fold(
                weight, bias, TensorValues.ToArray(n.running_mean!), TensorValues.ToArray(n.running_var!), TensorValues.ToArray(n.weight!),
                TensorValues.ToArray(n.bias!), n.eps);
        }
        return (weight, bias);
    }

    private sealed class TrainableDense(DensePlan plan, Random initialization, Device device) : TrainableLayer(
        plan,
        Initialization.Uniform([plan.Output.Size, plan.Input.Size], plan.Input.Size, initialization, device),
        plan.HasBias ? Initialization.Uniform([plan.Output.Size], plan.Input.Size, initialization, device) : null,
        plan.IsNormalized ? nn.BatchNorm1d(plan.Output.Size, device: device) : null)
    {
        protected override Tensor Linear(Tensor x) => F.linear(x.dim() > 2 ? x.flatten(1) : x, Weight, Bias);

        public override EmbeddingLayer Freeze()
        {
            (float[] weight, float[] bias) = Folded(plan.Output.Size);
            return new DenseEmbeddingLayer(new DenseLayer(weight, bias), plan.Activation);
        }
    }

    private sealed class TrainableConvolution(ConvolutionPlan plan, Random initialization, Device device) : TrainableLayer(
        plan,
        Initialization.Uniform(
            [plan.Output.Channels, plan.Input.Channels, plan.Geometry.Kernel, plan.Geometry.Kernel], plan.Geometry.PatchSize, initialization, device),
        plan.HasBias ? Initialization.Uniform([plan.Output.Channels], plan.Geometry.PatchSize, initialization, device) : null,
        plan.IsNormalized ? nn.BatchNorm2d(plan.Output.Channels, device: device) : null)
    {
        protected override Tensor Linear(Tensor x) =>
            F.conv2d(AsImages(x, plan.Input), Weight, Bias, strides: [plan.Geometry.Stride, plan.Geometry.Stride], padding: [plan.Geometry.Padding, plan.Geometry.Padding]);

        public override EmbeddingLayer Freeze()
        {
            (float[] weight, float[] bias) = Folded(plan.Output.Channels);
            return new ConvolutionLayer(plan.Geometry, weight, bias, plan.Activation.NegativeSlope);
        }
    }

    private sealed class Pooling(PoolingPlan plan) : TrainableLayer(plan, null, null, null)
    {
        protected override Tensor Linear(Tensor x)
        {
            PoolingGeometry g = plan.Geometry;
            return F.avg_pool2d(AsImages(x, plan.Input), kernel_size: [g.KernelHeight, g.KernelWidth], stride: [g.StrideHeight, g.StrideWidth]);
        }

        public override EmbeddingLayer Freeze() => new PoolingLayer(plan.Geometry);
    }

    private sealed class TrainableTransposedConvolution(TransposedConvolutionPlan plan, Random initialization, Device device) : TrainableLayer(
        plan,
        // Torch takes the number of its outputs for the number of its inputs, and so does this.
        Initialization.Uniform(
            [plan.Input.Channels, plan.Output.Channels, plan.Kernel, plan.Kernel], plan.Output.Channels * plan.Kernel * plan.Kernel, initialization, device),
        Initialization.Uniform([plan.Output.Channels], plan.Output.Channels * plan.Kernel * plan.Kernel, initialization, device),
        plan.IsNormalized ? nn.BatchNorm2d(plan.Output.Channels, device: device) : null)
    {
        protected override Tensor Linear(Tensor x) => F.conv_transpose2d(
            AsImages(x, plan.Input), Weight, Bias, strides: [plan.Stride, plan.Stride], padding: [plan.Padding, plan.Padding],
            output_padding: [Added(plan.Input.Height, plan.Output.Height), Added(plan.Input.Width, plan.Output.Width)]);

        public override EmbeddingLayer Freeze()
        {
            // Batch normalization is by output channels, which torch has second here.
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            (float[] weight, float[] bias) = Folded(plan.Output.Channels, Weight.transpose(0, 1).contiguous());
            return TransposedConvolutionLayer.CreateByOutputs(plan.Input, plan.Output, plan.Kernel, plan.Stride, plan.Padding, weight, bias, plan.Activation);
        }

        // What is added at one side, so that the output has the size that is wanted.
        private long Added(int input, int output) => output - (((input - 1) * plan.Stride) - (2 * plan.Padding) + plan.Kernel);
    }

    private static Tensor AsImages(Tensor x, ImageShape shape) =>
        x.dim() == 4 && x.shape[2] == shape.Height ? x : x.reshape(-1, shape.Channels, shape.Height, shape.Width);
}
