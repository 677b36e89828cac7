using System.Buffers;

namespace Webhooks.Api.EventTypes.Schemas.Patterns;

/// <summary>
/// A regular expression of ECMA-262 as a program that walks over the text once, with every way to match at the same time. It keeps nothing
/// between texts: memory is that of the program, and time is the text's length by the program's at the most, all of it charged.
/// </summary>
internal sealed class Pattern
{
    private const int ClearedPerStep = 64;

    private readonly Instruction[] _program;

    private Pattern(Instruction[] program) => _program = program;

    public int Size => _program.Length;

    /// <exception cref="SchemaException">It is none, or one that is not supported; the message completes "The pattern at …".</exception>
    public static Pattern Parse(string text, int maxSize)
    {
        var root = new PatternParser(text).Parse();
        return root.Size < maxSize
            ? new Pattern(PatternCompiler.Compile(root))
            : throw new SchemaException("repeats so much that it is too costly to check");
    }

    /// <summary>Whether it matches anywhere in the text.</summary>
    public bool IsMatch(string text, SchemaBudget.Meter meter)
    {
        var size = _program.Length;
        meter.Charge(1 + (size / ClearedPerStep));
        var memory = ArrayPool<int>.Shared.Rent(4 * size);
        try
        {
            Array.Clear(memory, 3 * size, size);
            return new PatternWalk(_program, memory, meter).Run(text);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(memory);
        }
    }
}
