using System.Globalization;
using System.Linq;
using Backprop.Generator.Tests.Support;
using Xunit;

namespace Backprop.Generator.Tests;

/// <summary>The culture of the compiler's process does not reach the emitted text.</summary>
public sealed class CultureTests
{
    private const string Source = """
        using Backprop;
        [Network(1000, 33, 17, Activation.Gelu, 10, Activation.Softmax, Bias = false)] public partial class Big { }
        [Network(2, 3, 1, Activation.Sigmoid)] public partial class Small { }
        """;

    [Fact]
    public void TheTextIsThatOfTheInvariantCulture()
    {
        string[] invariant = Texts();
        string[] hostile;
        using (new HostileCulture())
        {
            Assert.Equal("\u22121", (-1).ToString(CultureInfo.CurrentCulture));
            hostile = Texts();
        }

        Assert.Equal(invariant, hostile);
    }

    private static string[] Texts() => GeneratorRun.Of(Source).Sources.Select(static s => s.SourceText.ToString()).ToArray();
}
