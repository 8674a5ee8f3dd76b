namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static Modules.MSELoss MSELoss(Reduction reduction = Reduction.Mean) => new(reduction);

        public static Modules.L1Loss L1Loss(Reduction reduction = Reduction.Mean) => new(reduction);

        public static Modules.SmoothL1Loss SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1.0) => new(reduction, beta);

        public static Modules.HuberLoss HuberLoss(double delta = 1.0, Reduction reduction = Reduction.Mean) => new(delta, reduction);

        public static Modules.BCELoss BCELoss(Tensor weight = null, Reduction reduction = Reduction.Mean) => new(weight, reduction);

        public static Modules.BCEWithLogitsLoss BCEWithLogitsLoss(Tensor weight = null, Reduction reduction = Reduction.Mean, Tensor pos_weights = null) =>
            new(weight, reduction, pos_weights);

        public static Modules.CrossEntropyLoss CrossEntropyLoss(Tensor weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean) =>
            new(weight, ignore_index, reduction);

        public static Modules.NLLLoss NLLLoss(Tensor weight = null, Reduction reduction = Reduction.Mean) => new(weight, reduction);

        public static Modules.KLDivLoss KLDivLoss(bool log_target = true, Reduction reduction = Reduction.Mean) => new(log_target, reduction);

        public static Modules.MarginRankingLoss MarginRankingLoss(double margin = 0.0, Reduction reduction = Reduction.Mean) => new(margin, reduction);

        public static Modules.TripletMarginLoss TripletMarginLoss(double margin = 1.0, long p = 2, double eps = 1e-06, bool swap = false,
            Reduction reduction = Reduction.Mean) => new(margin, p, eps, swap, reduction);
    }
}
