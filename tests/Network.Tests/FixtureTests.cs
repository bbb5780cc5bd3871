using System;
using System.Collections.Generic;
using Backprop.Reference;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>Generated networks against the numbers of an independent automatic-differentiation system.</summary>
public sealed class FixtureTests
{
    private static readonly Dictionary<string, Type> Networks = new()
    {
        ["half_quadratic_5_7_6_3"] = typeof(HalfQuadraticNet),
        ["logistic_6_4_1"] = typeof(LogisticNet),
        ["no_bias_4_5_2"] = typeof(NoBiasNet),
        ["quadratic_784_16_10"] = typeof(DigitNet),
        ["softmax_12_9_5"] = typeof(SoftmaxNet),
        ["tanh_4_32_16_4"] = typeof(TanhNet),
        ["xor_2_2_1"] = typeof(XorNet),
    };

    public static TheoryData<string> FixtureNames => new(Fixture.Names);

    [Fact]
    public void EveryFixtureHasANetworkAndEveryNetworkAFixture()
    {
        Assert.NotEmpty(Fixture.Names);
        Assert.Equivalent(Fixture.Names, Networks.Keys, strict: true);
    }

    [Theory]
    [MemberData(nameof(FixtureNames))]
    public void TheDeclaredTopologyIsTheFixtures(string name) =>
        Assert.Equal(Fixture.Load(name).Topology, DeclaredTopology.Of(Networks[name]));

    [Theory]
    [MemberData(nameof(FixtureNames))]
    public void ForwardGivesTheFixturesOutputs(string name)
    {
        (Fixture fixture, Subject subject) = Loaded(name);

        Closeness.Within(4e-6, fixture.Outputs, subject.Forward(Precision.ToSingle(fixture.Inputs)), "outputs");
    }

    [Theory]
    [MemberData(nameof(FixtureNames))]
    public void CostGivesTheFixturesCost(string name)
    {
        (Fixture fixture, Subject subject) = Loaded(name);

        float cost = subject.Network.Cost(Precision.ToSingle(fixture.Inputs), Precision.ToSingle(fixture.Targets));

        Closeness.Within(4e-6, fixture.Cost, cost, "cost");
    }

    [Theory]
    [MemberData(nameof(FixtureNames))]
    public void BackwardGivesTheFixturesCostGradientsAndInputGradients(string name)
    {
        (Fixture fixture, Subject subject) = Loaded(name);
        var inputGradients = new float[fixture.Inputs.Length];

        float cost = subject.Network.Backward(Precision.ToSingle(fixture.Inputs), Precision.ToSingle(fixture.Targets), inputGradients);

        Closeness.Within(4e-6, fixture.Cost, cost, "cost");
        Closeness.Within(1e-5, fixture.Gradients, subject.Gradients, "gradients");
        Closeness.Within(1e-5, fixture.InputGradients, inputGradients, "input gradients");
    }

    [Theory]
    [MemberData(nameof(FixtureNames))]
    public void BackwardWithoutInputGradientsGivesTheSameGradients(string name)
    {
        (Fixture fixture, Subject subject) = Loaded(name);

        float cost = subject.Network.Backward(Precision.ToSingle(fixture.Inputs), Precision.ToSingle(fixture.Targets));

        Closeness.Within(4e-6, fixture.Cost, cost, "cost");
        Closeness.Within(1e-5, fixture.Gradients, subject.Gradients, "gradients");
    }

    [Theory]
    [MemberData(nameof(FixtureNames))]
    public void OneTrainingStepDescendsTheFixturesGradient(string name)
    {
        (Fixture fixture, Subject subject) = Loaded(name);
        const float Rate = 0.5f;

        subject.Network.Train(Precision.ToSingle(fixture.Inputs), Precision.ToSingle(fixture.Targets), new Sgd(Rate));

        var expected = new double[fixture.Parameters.Length];
        for (int i = 0; i < expected.Length; i++)
        {
            expected[i] = fixture.Parameters[i] - (Rate * fixture.Gradients[i]);
        }

        Closeness.Within(4e-6, expected, subject.Parameters, "parameters");
    }

    private static (Fixture Fixture, Subject Subject) Loaded(string name)
    {
        Fixture fixture = Fixture.Load(name);
        Subject subject = Subject.Of(Networks[name]);
        subject.Network.LoadParameters(Precision.ToSingle(fixture.Parameters));
        return (fixture, subject);
    }
}
