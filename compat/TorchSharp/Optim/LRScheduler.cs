namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Sets an optimizer's learning rates once per epoch; the first step is part of the construction.</summary>
            public abstract class LRScheduler
            {
                protected int _step_count;
                private readonly Optimizer _optimizer;
                private readonly bool _verbose;
                private readonly double[] _lastRates;

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    _optimizer = optimizer;
                    _verbose = verbose;
                    Epoch = last_epoch;
                    BaseRates = optimizer.ParamGroups.Select(group => group.InitialLearningRate).ToArray();
                    _lastRates = Rates.ToArray();
                }

                private protected int Epoch { get; private set; }

                private protected double[] BaseRates { get; }

                /// <summary>As they are now.</summary>
                private protected IEnumerable<double> Rates => _optimizer.ParamGroups.Select(group => group.LearningRate);

                public virtual void step() => step(null);

                /// <summary>An explicit epoch computes the rate from the initial one instead of from the last.</summary>
                public virtual void step(int? epoch)
                {
                    _step_count++;
                    Epoch = epoch ?? Epoch + 1;
                    var rates = (epoch.HasValue ? get_closed_form_lr() : get_lr()).ToArray();
                    int i = 0;
                    foreach (var group in _optimizer.ParamGroups)
                    {
                        group.LearningRate = rates[i];
                        if (_verbose && _lastRates[i] != rates[i])
                            Console.WriteLine($"Adjusting learning rate to {rates[i]}");
                        _lastRates[i] = rates[i];
                        i++;
                    }
                }

                /// <summary>The metric does not matter to most schedulers.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                public IEnumerable<double> get_last_lr() => _lastRates;

                protected virtual IEnumerable<double> get_lr() => Rates;

                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();
            }
        }
    }
}
