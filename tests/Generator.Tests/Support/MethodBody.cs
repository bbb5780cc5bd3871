using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Backprop.Generator.Tests.Support;

/// <summary>The measures of a compiled method that decide whether the just-in-time compiler optimises it.</summary>
/// <param name="Name">The type and the method.</param>
/// <param name="Bytes">Bytes of intermediate language.</param>
/// <param name="Instructions">Its instructions.</param>
/// <param name="Blocks">Basic blocks: stretches that nothing jumps into or out of.</param>
/// <param name="Locals">Local variables.</param>
/// <param name="References">Instructions that name a local variable or an argument.</param>
internal sealed record MethodBody(string Name, int Bytes, int Instructions, int Blocks, int Locals, int References)
{
    private static readonly Dictionary<int, OpCode> s_opCodes = typeof(OpCodes).GetFields()
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToDictionary(static code => (int)(ushort)code.Value);

    /// <summary>Every method with a body.</summary>
    public static IReadOnlyList<MethodBody> ReadAll(byte[] image)
    {
        using PEReader pe = new(new MemoryStream(image));
        MetadataReader metadata = pe.GetMetadataReader();
        List<MethodBody> bodies = new();
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0)
            {
                continue;
            }

            TypeDefinition type = metadata.GetTypeDefinition(method.GetDeclaringType());
            MethodBodyBlock body = pe.GetMethodBody(method.RelativeVirtualAddress);
            (int instructions, int blocks, int references) = Decode(body.GetILBytes()!);
            bodies.Add(new MethodBody(
                metadata.GetString(type.Name) + "." + metadata.GetString(method.Name), body.GetILReader().Length, instructions, blocks, CountLocals(metadata, body), references));
        }

        return bodies;
    }

    private static int CountLocals(MetadataReader metadata, MethodBodyBlock body)
    {
        if (body.LocalSignature.IsNil)
        {
            return 0;
        }

        BlobReader signature = metadata.GetBlobReader(metadata.GetStandaloneSignature(body.LocalSignature).Signature);
        signature.ReadSignatureHeader();
        return signature.ReadCompressedInteger();
    }

    private static (int Instructions, int Blocks, int References) Decode(byte[] il)
    {
        HashSet<int> starts = new() { 0 };
        int instructions = 0;
        int references = 0;
        for (int at = 0; at < il.Length;)
        {
            OpCode code = s_opCodes[il[at] == 0xFE ? 0xFE00 | il[at + 1] : il[at]];
            int operand = at + code.Size;
            int next = operand + OperandSize(code, il, operand);
            AddTargets(starts, code, il, operand, next);
            instructions++;
            references += IsReference(code) ? 1 : 0;
            at = next;
        }

        starts.Remove(il.Length);
        return (instructions, starts.Count, references);
    }

    /// <summary>ldloc, stloc, ldloca, ldarg, starg and ldarga, in all their lengths.</summary>
    private static bool IsReference(OpCode code)
        => code.Name!.StartsWith("ldloc", StringComparison.Ordinal)
        || code.Name.StartsWith("stloc", StringComparison.Ordinal)
        || code.Name.StartsWith("ldarg", StringComparison.Ordinal)
        || code.Name.StartsWith("starg", StringComparison.Ordinal);

    private static void AddTargets(HashSet<int> starts, OpCode code, byte[] il, int operand, int next)
    {
        switch (code.OperandType)
        {
            case OperandType.ShortInlineBrTarget:
                starts.Add(next + (sbyte)il[operand]);
                break;
            case OperandType.InlineBrTarget:
                starts.Add(next + BitConverter.ToInt32(il, operand));
                break;
            case OperandType.InlineSwitch:
                for (int at = operand + 4; at < next; at += 4)
                {
                    starts.Add(next + BitConverter.ToInt32(il, at));
                }

                break;
        }

        if (code.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw)
        {
            starts.Add(next);
        }
    }

    private static int OperandSize(OpCode code, byte[] il, int operand) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, operand)),
        _ => 4,
    };
}
