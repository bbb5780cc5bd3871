using System;
using Backprop.Numerics.Tests.Functions;

namespace Backprop.Numerics.Tests.Support;

/// <summary>A function of <see cref="Sample.WholeRange"/> in double precision, computed once for all widths.</summary>
internal static class Reference<TFunction>
    where TFunction : struct, IFunction
{
    public static double[] Values { get; } = Array.ConvertAll(Sample.WholeRange, x => default(TFunction).Exact(x));
}
