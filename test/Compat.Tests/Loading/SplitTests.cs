using System.Numerics;
using Microsoft.ML;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Compat.Tests.Loading;

[TestClass]
public class SplitTests
{
    private sealed class Row
    {
        public int Number;
        public string Group = "";
        public int GroupNumber;
        public float GroupReal;
        [KeyType(10)] public uint GroupKey;
    }

    private readonly MLContext _ml = new(seed: 1);

    private IDataView Data(int count = 1000) => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count)
        .Select(i => new Row { Number = i, Group = "group " + i / 100, GroupNumber = i / 100, GroupReal = i / 100, GroupKey = (uint)(i / 100) }));

    private static int[] Numbers(IDataView view) => view.GetColumn<int>("Number").ToArray();

    [TestMethod]
    public void PartsAreDisjointAndComplete()
    {
        IDataView data = Data();
        var split = _ml.Data.TrainTestSplit(data, testFraction: 0.3);
        int[] train = Numbers(split.TrainSet), test = Numbers(split.TestSet);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 1000).ToArray(), train.Concat(test).ToArray());
        Assert.AreEqual(300, test.Length, 50);
        Assert.AreEqual(data.Schema.ToString(), split.TestSet.Schema.ToString());
        Assert.IsNull(split.TrainSet.GetRowCount());
        Assert.IsNull(split.TestSet.GetRowCount());
        // Each pass gives the same rows.
        CollectionAssert.AreEqual(test, Numbers(split.TestSet));
    }

    [TestMethod]
    public void SeedDecides()
    {
        IDataView data = Data();
        int[] Test(MLContext ml, int? seed) => Numbers(ml.Data.TrainTestSplit(data, seed: seed).TestSet);
        CollectionAssert.AreEqual(Test(_ml, 5), Test(new MLContext(), 5));
        CollectionAssert.AreNotEqual(Test(_ml, 5), Test(_ml, 6));
        CollectionAssert.AreEqual(Test(_ml, 7), Test(new MLContext(seed: 7), null));
        CollectionAssert.AreEqual(Test(new MLContext(), null), Test(new MLContext(), 42));
    }

    [TestMethod]
    public void RowsAreDrawnByTheDocumentedGenerator()
    {
        var generator = new Generator(9);
        int[] expected = Enumerable.Range(0, 1000).Where(_ => generator.Next() < 0.25).ToArray();
        CollectionAssert.AreEqual(expected, Numbers(_ml.Data.TrainTestSplit(Data(), 0.25, seed: 9).TestSet));
    }

    // Combined Tausworthe generator (GPU Gems 3, chapter 37) seeded by rounds of MurmurHash3; 23 bits make a number below 1.
    private sealed class Generator
    {
        private readonly uint[] _z = new uint[4];

        public Generator(uint seed)
        {
            _z[0] = seed;
            for (int i = 1; i < 4; i++)
            {
                uint chunk = BitOperations.RotateLeft(seed * 0xCC9E2D51, 15) * 0x1B873593;
                _z[i] = BitOperations.RotateLeft(_z[i - 1] ^ chunk, 13) * 5 + 0xE6546B64;
            }
        }

        public double Next()
        {
            static uint Step(uint z, int s1, int s2, int s3, uint mask) => ((z & mask) << s3) ^ (((z << s1) ^ z) >> s2);
            _z[0] = Step(_z[0], 13, 19, 12, ~1u);
            _z[1] = Step(_z[1], 2, 25, 4, ~7u);
            _z[2] = Step(_z[2], 3, 11, 17, ~15u);
            _z[3] = 1664525 * _z[3] + 1013904223;
            return ((_z[0] ^ _z[1] ^ _z[2] ^ _z[3]) >> 9) / (double)(1 << 23);
        }
    }

    [TestMethod]
    [DataRow("Group")]
    [DataRow("GroupNumber")]
    [DataRow("GroupReal")]
    [DataRow("GroupKey")]
    public void GroupsStayTogether(string column)
    {
        var split = _ml.Data.TrainTestSplit(Data(), testFraction: 0.5, samplingKeyColumnName: column, seed: 3);
        int[] train = Numbers(split.TrainSet), test = Numbers(split.TestSet);
        Assert.AreEqual(1000, train.Length + test.Length);
        Assert.IsNotEmpty(test);
        Assert.IsNotEmpty(train);
        Assert.IsEmpty(train.Select(n => n / 100).Intersect(test.Select(n => n / 100)));
    }

    [TestMethod]
    public void RealGroupsAreCutByValueAndKeysByRank()
    {
        // Ten groups: values 0 to 9 are spread over 0 to 1; keys stand at 0.05, 0.15, ...
        int[] Groups(string column) => Numbers(_ml.Data.TrainTestSplit(Data(), 0.5, column).TestSet).Select(n => n / 100).Distinct().ToArray();
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 4 }, Groups("GroupReal"));
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 4 }, Groups("GroupKey"));
    }

    [TestMethod]
    public void FoldsOfRealGroupsDoNotOverlap()
    {
        // The values 0 to 9 become multiples of 1/9 in single precision, of which 3/9 and 6/9 lie just beside the bounds.
        var folds = _ml.Data.CrossValidationSplit(Data(), numberOfFolds: 3, samplingKeyColumnName: "GroupReal");
        Assert.AreEqual(1000, folds.Sum(f => Numbers(f.TestSet).Length));
    }

    [TestMethod]
    public void FoldsAreDisjointAndComplete()
    {
        var folds = _ml.Data.CrossValidationSplit(Data(), numberOfFolds: 4, seed: 3);
        Assert.HasCount(4, folds);
        foreach (var fold in folds)
        {
            int[] test = Numbers(fold.TestSet);
            Assert.AreEqual(250, test.Length, 60);
            CollectionAssert.AreEquivalent(Enumerable.Range(0, 1000).ToArray(), test.Concat(Numbers(fold.TrainSet)).ToArray());
        }
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 1000).ToArray(), folds.SelectMany(f => Numbers(f.TestSet)).ToArray());
    }

    [TestMethod]
    public void WrongArgumentsAreRefused()
    {
        IDataView data = Data(10);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(data, testFraction: 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(data, testFraction: 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(data, samplingKeyColumnName: "Nope"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.CrossValidationSplit(data, numberOfFolds: 1));
    }
}
