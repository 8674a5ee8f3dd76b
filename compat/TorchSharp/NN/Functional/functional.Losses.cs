namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Native.Wrap(Native.tc_nn_mse_loss(input, target, (long)reduction, out var result), result);

            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Native.Wrap(Native.tc_nn_l1_loss(input, target, (long)reduction, out var result), result);

            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1.0) =>
                Native.Wrap(Native.tc_nn_smooth_l1_loss(input, target, (long)reduction, beta, out var result), result);

            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1.0, Reduction reduction = Reduction.Mean) =>
                Native.Wrap(Native.tc_nn_huber_loss(input, target, (long)reduction, delta, out var result), result);

            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor weight = null, Reduction reduction = Reduction.Mean) =>
                Native.Wrap(Native.tc_nn_binary_cross_entropy(input, target, weight, (long)reduction, out var result), result);

            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor weight = null,
                Reduction reduction = Reduction.Mean, Tensor pos_weights = null) =>
                Native.Wrap(Native.tc_nn_binary_cross_entropy_with_logits(input, target, weight, pos_weights, (long)reduction, out var result), result);

            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor weight = null, long ignore_index = -100,
                Reduction reduction = Reduction.Mean, double label_smoothing = 0.0) =>
                Native.Wrap(Native.tc_nn_cross_entropy(input, target, weight, (long)reduction, ignore_index, label_smoothing, out var result), result);

            public static Tensor nll_loss(Tensor input, Tensor target, Tensor weight = null, Reduction reduction = Reduction.Mean) =>
                Native.Wrap(Native.tc_nn_nll_loss(input, target, weight, (long)reduction, out var result), result);

            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                Native.Wrap(Native.tc_nn_kl_div(input, target, (long)reduction, log_target, out var result), result);

            public static Tensor margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0.0,
                Reduction reduction = Reduction.Mean) =>
                Native.Wrap(Native.tc_nn_margin_ranking_loss(input1, input2, target, margin, (long)reduction, out var result), result);

            public static Tensor triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, double margin = 1.0, long p = 2,
                double eps = 1e-06, bool swap = false, Reduction reduction = Reduction.Mean) =>
                Native.Wrap(Native.tc_nn_triplet_margin_loss(anchor, positive, negative, margin, p, eps, swap, (long)reduction, out var result), result);
        }
    }
}
