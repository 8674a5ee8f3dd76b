using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.Anomaly.Prototypes.Onnx.Tests;

[TestClass]
public sealed class ParityTests
{
    [TestMethod]
    public void Probe()
    {
        var mlContext = new MLContext(1);
        MadeData.Row[] rows = MadeData.Rows(400, 6, constant: 2);
        IDataView data = MadeData.View(mlContext, rows);
        var catalog = mlContext.AnomalyDetection.Trainers;
        Try("mnp", catalog.MultiNormalPrototypes(new MultiNormalPrototypesTrainer.Options { Seed = 1, MaximumNumberOfEpochs = 5, MaximumNumberOfPretrainingEpochs = 5 }).Fit(data));
        Try("pe", catalog.PrototypeEnsemble(new PrototypeEnsembleTrainer.Options { Seed = 1 }).Fit(data));
        Try("wvad", catalog.Wvad(new WvadTrainer.Options { Seed = 1, NumberOfPretrainingEpochs = 5, NumberOfFirstStageEpochs = 5, NumberOfSecondStageEpochs = 5 }).Fit(data));
        Try("pdd", catalog.PrototypeDataDescription(new PrototypeDataDescriptionTrainer.Options { Seed = 1, LabelColumnName = "Class" }).Fit(data));

        void Try<T>(string name, PrototypeTransformer<T> detector)
            where T : PrototypeModel
        {
            Dictionary<string, float[][]> expected = Parity.Managed(detector, data);
            using var exported = ExportedModel.Of(detector);
            Dictionary<string, float[][]> actual = exported.Run([.. rows.Select(row => row.Features)]);
            foreach ((string column, float[][] values) in expected)
            {
                if (actual.TryGetValue(column, out float[][]? found))
                    Console.WriteLine($"{name} {column} {values.Zip(found, Parity.Difference).Max():e2} {values.Zip(found, Parity.Difference).Order().ElementAt(values.Length / 2):e2}");
            }
        }
    }
}
