namespace Webhooks.Api.EventTypes.Schemas.Patterns;

/// <summary>From the parts of a pattern to its program.</summary>
internal sealed class PatternCompiler
{
    private readonly List<Instruction> _program = [];

    public static Instruction[] Compile(PatternNode root)
    {
        var compiler = new PatternCompiler();
        compiler.Write(root);
        compiler.Add(InstructionKind.Match);
        return [.. compiler._program];
    }

    private void Write(PatternNode node)
    {
        switch (node)
        {
            case PatternNode.Set set: Add(InstructionKind.Take, set.Characters); break;
            case PatternNode.Assertion assertion: Add(assertion.Kind); break;
            case PatternNode.Sequence sequence:
                foreach (var part in sequence.Parts)
                {
                    Write(part);
                }

                break;
            case PatternNode.Choice choice: WriteChoice(choice.Parts); break;
            case PatternNode.Repeat repeat: WriteRepeat(repeat); break;
        }
    }

    private void WriteChoice(IReadOnlyList<PatternNode> parts)
    {
        var ends = new List<int>();
        for (var i = 0; i < parts.Count - 1; i++)
        {
            var split = Add(InstructionKind.Split);
            Write(parts[i]);
            ends.Add(Add(InstructionKind.Jump));
            Lead(split);
        }

        Write(parts[^1]);
        ends.ForEach(Lead);
    }

    private void WriteRepeat(PatternNode.Repeat repeat)
    {
        for (var i = 0; i < repeat.Least; i++)
        {
            Write(repeat.Part);
        }

        if (repeat.Most is not { } most)
        {
            var split = Add(InstructionKind.Split);
            Write(repeat.Part);
            _program[Add(InstructionKind.Jump)] = new Instruction(InstructionKind.Jump, split, null);
            Lead(split);
            return;
        }

        var splits = new List<int>();
        for (var i = repeat.Least; i < most; i++)
        {
            splits.Add(Add(InstructionKind.Split));
            Write(repeat.Part);
        }

        splits.ForEach(Lead);
    }

    private int Add(InstructionKind kind, CharacterSet? characters = null)
    {
        _program.Add(new Instruction(kind, 0, characters));
        return _program.Count - 1;
    }

    // To what comes next.
    private void Lead(int instruction) => _program[instruction] = _program[instruction] with { Other = _program.Count };
}
