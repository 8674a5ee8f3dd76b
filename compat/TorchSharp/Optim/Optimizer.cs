using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>What a scheduler steers.</summary>
        public interface ILearningRateController
        {
            double LearningRate { get; set; }

            double InitialLearningRate { get; set; }
        }

        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }

        /// <summary>Moves parameters along their gradients.</summary>
        public abstract class Optimizer : IDisposable
        {
            protected IList<ParamGroup> _parameter_groups;

            private protected Optimizer() => _parameter_groups = new List<ParamGroup>();

            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

            public virtual void add_param_group(ParamGroup param_group) => _parameter_groups.Add(param_group);

            public virtual void zero_grad()
            {
                foreach (var parameter in parameters())
                {
                    using var gradient = parameter.grad;
                    gradient?.zero_().Dispose();
                }
            }

            /// <summary>Evaluates the loss again first, if there is a closure that does, and gives it.</summary>
            public virtual Tensor step(Func<Tensor> closure = null) =>
                throw new NotSupportedException($"{GetType().Name} does not say how to make a step.");

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
            }

            /// <summary>The options and states themselves, not copies.</summary>
            public class StateDictionary
            {
                internal StateDictionary() { }

                public List<OptimizerOptions> Options { get; private set; } = new();

                public List<OptimizerState> State { get; private set; } = new();

                /// <summary>Per group, the positions of its parameters' states.</summary>
                public List<List<int>> StateIndexRef { get; private set; } = new();
            }
        }
    }
}
