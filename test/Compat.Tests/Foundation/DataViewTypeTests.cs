using System.Collections.Immutable;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Compat.Tests.Foundation;

[TestClass]
public sealed class DataViewTypeTests
{
    public static IEnumerable<(DataViewType Type, string Text, Type RawType)> Types =>
    [
        (NumberDataViewType.Single, "Single", typeof(float)),
        (NumberDataViewType.Double, "Double", typeof(double)),
        (NumberDataViewType.SByte, "SByte", typeof(sbyte)),
        (NumberDataViewType.UInt64, "UInt64", typeof(ulong)),
        (TextDataViewType.Instance, "String", typeof(ReadOnlyMemory<char>)),
        (BooleanDataViewType.Instance, "Boolean", typeof(bool)),
        (DateTimeDataViewType.Instance, "DateTime", typeof(DateTime)),
        (DateTimeOffsetDataViewType.Instance, "DateTimeOffset", typeof(DateTimeOffset)),
        (TimeSpanDataViewType.Instance, "TimeSpan", typeof(TimeSpan)),
        (new KeyDataViewType(typeof(uint), 5), "Key<UInt32, 0-4>", typeof(uint)),
        (new KeyDataViewType(typeof(byte), 255), "Key<Byte, 0-254>", typeof(byte)),
        (new VectorDataViewType(NumberDataViewType.Single, 3), "Vector<Single, 3>", typeof(VBuffer<float>)),
        (new VectorDataViewType(NumberDataViewType.Single), "Vector<Single>", typeof(VBuffer<float>)),
        (new VectorDataViewType(NumberDataViewType.Int32, 1, 2), "Vector<Int32, 1, 2>", typeof(VBuffer<int>)),
        (new VectorDataViewType(new KeyDataViewType(typeof(uint), 4), 2), "Vector<Key<UInt32, 0-3>, 2>", typeof(VBuffer<uint>)),
    ];

    [TestMethod]
    [DynamicData(nameof(Types))]
    public void TextAndRawType(DataViewType type, string text, Type rawType)
    {
        Assert.AreEqual(text, type.ToString());
        Assert.AreEqual(rawType, type.RawType);
        Assert.IsTrue(type.Equals(type));
        Assert.IsFalse(type.Equals((DataViewType?)null));
        Assert.AreEqual(1, Types.Count(t => t.Type.Equals(type)), "equal to one of the list only");
    }

    [TestMethod]
    public void KeysAreEqualByRawTypeAndCount()
    {
        var key = new KeyDataViewType(typeof(uint), 5);
        Assert.AreEqual<object>(new KeyDataViewType(typeof(uint), 5ul), key);
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 5).GetHashCode(), key.GetHashCode());
        Assert.AreNotEqual<object>(new KeyDataViewType(typeof(uint), 6), key);
        Assert.AreNotEqual<object>(new KeyDataViewType(typeof(ulong), 5), key);
    }

    [TestMethod]
    public void VectorsAreEqualByItemTypeAndDimensions()
    {
        var vector = new VectorDataViewType(NumberDataViewType.Single, 6);
        Assert.AreEqual<object>(new VectorDataViewType(NumberDataViewType.Single, ImmutableArray.Create(6)), vector);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 6).GetHashCode(), vector.GetHashCode());
        Assert.AreNotEqual<object>(new VectorDataViewType(NumberDataViewType.Single, 2, 3), vector);
        Assert.AreNotEqual<object>(new VectorDataViewType(NumberDataViewType.Double, 6), vector);
        Assert.AreEqual(6, new VectorDataViewType(NumberDataViewType.Single, 2, 3).Size);
    }

    [TestMethod]
    public void AnUnknownDimensionMakesTheSizeUnknown()
    {
        Assert.IsTrue(new VectorDataViewType(NumberDataViewType.Single, 3).IsKnownSize);
        Assert.IsFalse(new VectorDataViewType(NumberDataViewType.Single).IsKnownSize);
        Assert.IsFalse(new VectorDataViewType(NumberDataViewType.Single, 2, 0).IsKnownSize);
    }

    [TestMethod]
    public void WrongArgumentsThrow()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(uint), 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(uint), -1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(byte), 256));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VectorDataViewType(NumberDataViewType.Single, -1));
        Assert.IsTrue(KeyDataViewType.IsValidDataType(typeof(ushort)));
        Assert.IsFalse(KeyDataViewType.IsValidDataType(typeof(int)));
    }
}
