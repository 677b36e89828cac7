namespace Webhooks.Api.EventTypes.Schemas.Patterns;

/// <summary>A part of a pattern.</summary>
internal abstract record PatternNode
{
    private const long Many = 1_000_000;

    /// <summary>How many instructions it takes.</summary>
    public abstract long Size { get; }

    public sealed record Set(CharacterSet Characters) : PatternNode
    {
        public override long Size => 1;
    }

    public sealed record Assertion(InstructionKind Kind) : PatternNode
    {
        public override long Size => 1;
    }

    public sealed record Sequence(IReadOnlyList<PatternNode> Parts) : PatternNode
    {
        public override long Size { get; } = Math.Min(Many, Parts.Sum(static part => part.Size));
    }

    public sealed record Choice(IReadOnlyList<PatternNode> Parts) : PatternNode
    {
        public override long Size { get; } = Math.Min(Many, Parts.Sum(static part => part.Size + 2));
    }

    /// <param name="Most">Null without an end.</param>
    public sealed record Repeat(PatternNode Part, int Least, int? Most) : PatternNode
    {
        public override long Size { get; } = Math.Min(Many, (Part.Size + 1) * Math.Max(1, Most ?? (Least + 1)) + 2);
    }
}
