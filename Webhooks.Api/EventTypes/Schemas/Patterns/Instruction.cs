using System.Runtime.InteropServices;

namespace Webhooks.Api.EventTypes.Schemas.Patterns;

/// <param name="Other">Where <see cref="InstructionKind.Split"/> and <see cref="InstructionKind.Jump"/> lead.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Instruction(InstructionKind Kind, int Other, CharacterSet? Characters);

internal enum InstructionKind
{
    Match,
    Take,
    Split,
    Jump,
    Start,
    End,
    WordEdge,
    NoWordEdge,
}
