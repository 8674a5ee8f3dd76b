using TorchSharp.Utils;

namespace TorchSharp.Modules;

using static torch;

/// <summary>Normalization layers that keep running statistics.</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))]
    private Parameter _weight;
    [ComponentName(Name = nameof(bias))]
    private Parameter _bias;
    [ComponentName(Name = nameof(running_mean))]
    private Tensor _runningMean;
    [ComponentName(Name = nameof(running_var))]
    private Tensor _runningVariance;
    [ComponentName(Name = nameof(num_batches_tracked))]
    private Tensor _batches;

    public NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device device,
        ScalarType? dtype, string name) : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;

        var shape = new[] { num_features };
        if (affine)
        {
            weight = empty(shape, dtype, device).AsParameter();
            bias = empty(shape, dtype, device).AsParameter();
        }
        if (track_running_stats)
        {
            running_mean = zeros(shape, dtype, device);
            running_var = ones(shape, dtype, device);
            num_batches_tracked = zeros(Array.Empty<long>(), dtype ?? ScalarType.Int64, device);
        }
        reset_parameters();
    }

    public long num_features { get; private set; }

    public double eps { get; set; }

    /// <summary>Null: the running statistics are plain averages over all batches.</summary>
    public double? momentum { get; set; }

    public bool affine { get; private set; }

    public bool track_running_stats { get; private set; }

    public Parameter weight { get => _weight; set => Own(nameof(weight), ref _weight, value); }

    public Parameter bias { get => _bias; set => Own(nameof(bias), ref _bias, value); }

    public Tensor running_mean { get => _runningMean; set => OwnBuffer(nameof(running_mean), ref _runningMean, value); }

    public Tensor running_var { get => _runningVariance; set => OwnBuffer(nameof(running_var), ref _runningVariance, value); }

    public Tensor num_batches_tracked { get => _batches; set => OwnBuffer(nameof(num_batches_tracked), ref _batches, value); }

    public void reset_running_stats()
    {
        if (!track_running_stats)
            return;
        nn.init.zeros_(_runningMean);
        nn.init.ones_(_runningVariance);
        nn.init.zeros_(_batches);
    }

    public void reset_parameters()
    {
        reset_running_stats();
        if (!affine)
            return;
        nn.init.ones_(_weight);
        nn.init.zeros_(_bias);
    }

    protected abstract void ValidateInputDimensions(Tensor input);
}
