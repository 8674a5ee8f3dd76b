using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Benchmarks.Decisions;

namespace Accuracy.Tests;

[TestClass]
public sealed class DecisionTests
{
    [TestMethod]
    public void FiguresAreThoseOfTheDefinitions()
    {
        // Of four predicted rows three are anomalies, of four anomalies three are predicted.
        bool[] truth = [true, true, true, true, false, false, false, false, false, false];
        bool[] predicted = [true, true, true, false, true, false, false, false, false, false];
        float[] probabilities = [0.95f, 0.95f, 0.55f, 0.15f, 0.55f, 0.15f, 0.15f, 0.15f, 0.05f, 0.05f];
        var decision = Decision.Of(predicted, truth, probabilities, bestF1: 0.8);
        Assert.AreEqual(0.75, decision.Precision, 1e-12);
        Assert.AreEqual(0.75, decision.Recall, 1e-12);
        Assert.AreEqual(0.75, decision.F1, 1e-12);
        // Bins of 2, 2, 4 and 2 rows with the shares 1, 1/2, 1/4 and 0.
        Assert.AreEqual(((2 * 0.05) + (2 * 0.05) + (4 * 0.1) + (2 * 0.05)) / 10, decision.CalibrationError, 1e-6);
        double squares = (2 * 0.0025) + 0.2025 + 0.3025 + 0.7225 + (3 * 0.0225) + (2 * 0.0025);
        Assert.AreEqual(squares / 10, decision.Brier, 1e-6);

        var nothing = Decision.Of(new bool[10], truth, null, bestF1: 0.8);
        Assert.AreEqual(0, nothing.F1);
        Assert.IsTrue(double.IsNaN(nothing.Precision) && double.IsNaN(nothing.Brier));
    }
}
