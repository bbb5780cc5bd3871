namespace Backprop.Readme.Tests;

/// <summary>A program in a document.</summary>
/// <param name="Source">Its text.</param>
/// <param name="Shown">What the document says that it prints; null: it does not say.</param>
/// <param name="ShownAt">Where in the document that stands.</param>
internal sealed record DocumentProgram(string Source, string? Shown, int ShownAt);
