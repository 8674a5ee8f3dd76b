using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>The trainers for comparison.</summary>
internal static class BaselineContracts
{
    public static IReadOnlyList<TrainerContract> All { get; } =
    [
        new BaselineContract<DeepSadTrainer.Options>("DeepSad", (trainers, options) => trainers.DeepSad(options), x =>
        {
            Network network = Create(x, 5);
            return (DeepSadLoss.Terms(network.Forward(x), zeros(5, device: x.device), Half(x), anomalyWeight: 1), [network]);
        }),
        new BaselineContract<DevNetTrainer.Options>("DevNet", (trainers, options) => trainers.DevNet(options), x =>
        {
            Network network = Create(x, 1);
            return (DevNetLoss.Terms(network.Forward(x).flatten(), zeros(1, device: x.device), ones(1, device: x.device), Half(x), margin: 5), [network]);
        }),
        new BaselineContract<PReNetTrainer.Options>("PReNet", (trainers, options) => trainers.PReNet(options), x =>
        {
            Network network = Create(x, 5), head = Create(zeros(1, 10, device: x.device), 1);
            var pairs = new PReNetPairs((int)x.shape[0] / 2);
            return (PReNetLoss.Terms(PReNetTrainer.PairScores(network.Forward(x), head), pairs.Targets(x.device), pairs), [network, head]);
        }),
        new BaselineContract<FeawadTrainer.Options>("Feawad", (trainers, options) => trainers.Feawad(options), x =>
        {
            var networks = new List<Network>();
            var network = new FeawadNetwork(Plan(x, 4), NetworkPlan.Input(4).Dense((int)x.shape[1]), 8, 7, plan =>
            {
                networks.Add(new Network(plan, new Random(1), x.device));
                return networks[^1];
            });
            (Tensor score, Tensor error) = network.Forward(x);
            return (FeawadLoss.Terms(score, error, Half(x), margin: 5), [.. networks]);
        })
        {
            Quick = options => (options.CodeSize, options.ScoreHiddenSizes, options.NumberOfPretrainingEpochs) = (4, [8, 7], 3),
        },
        new BaselineContract<RosasTrainer.Options>("Rosas", (trainers, options) => trainers.Rosas(options), x =>
        {
            Network encoder = Create(x, 5), head = Create(zeros(1, 5, device: x.device), 1);
            using var noise = new DeviceNoise(new Random(1), x.device);
            RosasMixture mixture = new RosasMixing((int)x.shape[0] / 3, noise, x.device).Next(x);
            Tensor embedded = encoder.Forward(cat([x, mixture.Rows], 0));
            return (RosasLoss.Terms(embedded.narrow(0, 0, x.shape[0]), head.Forward(embedded).flatten().tanh(), mixture, margin: 5, scoreWeight: 0.5f), [encoder, head]);
        }),
        new BaselineContract<RepenTrainer.Options>("Repen", (trainers, options) => trainers.Repen(options), x =>
        {
            Network network = Create(x, 5);
            return (RepenLoss.Hinge(network.Forward(x), (int)x.shape[0] / 3, margin: 1000), [network]);
        }),
        new BaselineContract<DeepSvddTrainer.Options>("DeepSvdd", (trainers, options) => trainers.DeepSvdd(options), x =>
        {
            Network network = Create(x, 5);
            Tensor centre = zeros(5, device: x.device);
            return (DeepSvddLoss.OneClass(network.Forward(x), centre) + DeepSvddLoss.SoftBoundary(network.Forward(x), centre, 0.1f, 0.1f), [network]);
        })
        {
            Quick = options => (options.Objective, options.NumberOfWarmUpEpochs, options.NumberOfPretrainingEpochs) = (DeepSvddObjective.SoftBoundary, 2, 3),
        },
        new BaselineContract<DagmmTrainer.Options>("Dagmm", (trainers, options) => trainers.Dagmm(options), x =>
        {
            Network encoder = Create(x, 1), decoder = Create(zeros(1, 1, device: x.device), (int)x.shape[1]), estimation = Create(zeros(1, 3, device: x.device), 2);
            (Tensor z, Tensor reconstruction) = DagmmMixture.Represent(x, encoder, decoder);
            return (DagmmLoss.Terms(x, reconstruction, z, estimation.Forward(z).softmax(1), 0.1f, 0.005f), [encoder, decoder, estimation]);
        })
        {
            Quick = options => options.LearningRate = 1e-2,
        },
        new BaselineContract<McddTrainer.Options>("Mcdd", (trainers, options) => trainers.Mcdd(options), x =>
        {
            Network network = Create(x, 5);
            var distances = new McddDistances(2, 5, new Random(1), x.device);
            Tensor classes = cat([zeros(Half(x), dtype: int64, device: x.device), ones(Half(x), dtype: int64, device: x.device)], 0);
            return (McddLoss.Terms(distances.Of(network.Forward(x)), distances.Biases, classes, distanceWeight: 1), [network, distances]);
        }),
        new BaselineContract<MultiSphereSvddTrainer.Options>("MultiSphereSvdd", (trainers, options) => trainers.MultiSphereSvdd(options), x =>
        {
            Network network = Create(x, 5);
            return (MultiSphereSvddLoss.SoftBoundary(network.Forward(x), zeros(3, 5, device: x.device), zeros(3, device: x.device), 0.1f), [network]);
        })
        {
            Quick = options => options.NumberOfPretrainingEpochs = 3,
        },
        new BaselineContract<GanomalyTrainer.Options>("Ganomaly", (trainers, options) => trainers.Ganomaly(options), x =>
        {
            Network encoder = Create(x, 5), decoder = CreateGenerator(x), second = Create(x, 5);
            var discriminator = new Discriminator(Create(x, 6), new Random(1), x.device);
            using var training = new GanomalyTraining(encoder, decoder, second, discriminator, new GanomalyTrainer.Options());
            (Tensor losses, Tensor reconstruction) = training.GeneratorLosses(x);
            return (cat([losses, training.DiscriminatorLoss(x, reconstruction).reshape(1)], 0), [encoder, decoder, second]);
        })
        {
            Quick = options => options.LearningRate = 2e-3,
        },
        new BaselineContract<EgbadTrainer.Options>("Egbad", (trainers, options) => trainers.Egbad(options), x =>
        {
            Network encoder = Create(x, 5), generator = CreateGenerator(x);
            var discriminator = new JointDiscriminator(Create(x, 6), 5, new Random(1), new DeviceNoise(new Random(2), x.device), x.device, 7, 8);
            Tensor code = encoder.Forward(x), ofRows = discriminator.Logit(x, code), ofCodes = discriminator.Logit(generator.Forward(code), code);
            return (AdversarialOptimizer.Loss(ofRows, isReal: true).Plus(AdversarialOptimizer.Loss(ofCodes, isReal: false)), [encoder, generator, discriminator]);
        })
        {
            Quick = options => options.LearningRate = 2e-3,
        },
        new BaselineContract<AnoGanTrainer.Options>("AnoGan", (trainers, options) => trainers.AnoGan(options), x =>
        {
            Network generator = CreateGenerator(x);
            var discriminator = new Discriminator(Create(x, 6), new Random(1), x.device);
            Tensor generated = generator.Forward(randn([x.shape[0], 5], device: x.device));
            return (AdversarialOptimizer.Loss(discriminator.Logit(x), isReal: true).Plus(AdversarialOptimizer.Loss(discriminator.Logit(generated), isReal: false)), [generator, discriminator]);
        })
        {
            Quick = options => (options.LearningRate, options.CodeSize, options.NumberOfSearchSteps, options.SearchRate) = (2e-3, 4, 20, 0.1f),
        },
    ];

    private static int Half(Tensor x) => (int)x.shape[0] / 2;

    private static NetworkPlan Plan(Tensor x, int outputs) => NetworkPlan.Input((int)x.shape[1]).Dense(9, LayerActivation.LeakyRelu(0.1f)).Dense(outputs);

    private static Network CreateGenerator(Tensor x) =>
        new(NetworkPlan.Input(5).Dense(9, LayerActivation.Relu, normalized: true).Dense((int)x.shape[1], LayerActivation.Tanh), new Random(1), x.device);

    private static Network Create(Tensor x, int outputs) => new(Plan(x, outputs), new Random(1), x.device);
}
