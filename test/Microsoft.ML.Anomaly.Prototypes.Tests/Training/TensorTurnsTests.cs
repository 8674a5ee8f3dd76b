using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class TensorTurnsTests
{
    [TestMethod]
    public void Alone_OverlapsWithNothing()
    {
        using var turns = new TensorTurns();
        int among = 0, alone = 0, overlaps = 0, done = 0;
        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            _ = i % 3 == 0
                ? turns.Alone(() =>
                {
                    if (Interlocked.Increment(ref alone) > 1 || Volatile.Read(ref among) > 0)
                        Interlocked.Increment(ref overlaps);
                    Thread.Yield();
                    Interlocked.Decrement(ref alone);
                    return Interlocked.Increment(ref done);
                })
                : turns.AmongOthers(() =>
                {
                    Interlocked.Increment(ref among);
                    if (Volatile.Read(ref alone) > 0)
                        Interlocked.Increment(ref overlaps);
                    Thread.Yield();
                    Interlocked.Decrement(ref among);
                    return Interlocked.Increment(ref done);
                });
        });
        Assert.AreEqual((2000, 0), (done, overlaps));
    }

    [TestMethod]
    public void AFailure_LeavesTheTurnToOthers()
    {
        using var turns = new TensorTurns();
        Assert.ThrowsExactly<InvalidOperationException>(() => turns.Alone<int>(() => throw new InvalidOperationException()));
        Assert.ThrowsExactly<InvalidOperationException>(() => turns.AmongOthers<int>(() => throw new InvalidOperationException()));
        Assert.AreEqual(5, turns.Alone(() => 5));
    }
}
