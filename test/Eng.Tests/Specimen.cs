#pragma warning disable CA1852, CS0067, CS0169, CS0414, CS0649, IDE0051, IDE0052, IDE0044, CA1823 // members are here to be looked at

namespace ProtoAnomaly.Eng.Tests;

/// <summary>One member of each kind that the publicizer treats in its own way.</summary>
public class Specimen : IExplicit
{
    internal int _internalField;
    protected internal int _protectedInternalField;
    private protected int _privateProtectedField;
    protected int _protectedField;
    private int _privateField;

    internal Specimen() { }

    internal int InternalProperty { get; set; }
    public int HalfInternalProperty { get; internal set; }
    internal event EventHandler? InternalEvent;

    internal void InternalMethod() { }
    private protected void PrivateProtectedMethod() { }
    private void PrivateMethod() { }
    internal virtual void Virtual() { }
    protected internal virtual void HalfVirtual() { }
    private protected virtual void FamilyVirtual() { }
    void IExplicit.Explicit() { }

    internal Func<int> Closure(int x) => () => x + _privateField;

    internal class InternalNested { }
    private protected class PrivateProtectedNested { }
    private class PrivateNested { internal int Inside; }
}

internal interface IExplicit
{
    void Explicit();
}

internal sealed class Derived : Specimen
{
    internal override void Virtual() { }
    protected internal override void HalfVirtual() { }
    private protected override void FamilyVirtual() { }
}

internal struct Value
{
    internal int Visible;
    private object _hidden;
}
