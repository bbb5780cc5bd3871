using System;

namespace Backprop.Network.Tests;

/// <summary>A call that must be refused.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Call">The call.</param>
/// <param name="Message">A regular expression that the exception's message must match: what was expected, and then what came.</param>
internal sealed record BadCall(string Name, Action<BadCallBench> Call, string Message);
