namespace Mnist;

/// <summary>What a network takes a digit for.</summary>
/// <param name="Index">Which of the digits.</param>
/// <param name="Label">The digit it is.</param>
/// <param name="Seen">The digit the network saw.</param>
/// <param name="SeenOutput">How sure it was, 0 … 1.</param>
/// <param name="RunnerUp">The digit with the second largest output.</param>
/// <param name="RunnerUpOutput">That output, 0 … 1.</param>
internal readonly record struct Prediction(int Index, int Label, int Seen, float SeenOutput, int RunnerUp, float RunnerUpOutput)
{
    public bool IsRight => Seen == Label;

    public string Caption => $"is {Label}, saw {Seen} ({SeenOutput:0.00})";

    public string RunnerUpCaption => $"then {RunnerUp} ({RunnerUpOutput:0.00})";
}
