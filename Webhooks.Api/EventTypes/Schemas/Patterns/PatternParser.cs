namespace Webhooks.Api.EventTypes.Schemas.Patterns;

/// <summary>Reads a pattern of ECMA-262 by Unicode characters. What it cannot carry out exactly it refuses by name.</summary>
internal sealed partial class PatternParser(string text)
{
    private const int MaxDepth = 50;

    private int _at;
    private int _depth;

    private bool IsAtEnd => _at == text.Length;

    public PatternNode Parse()
    {
        var node = Choice();
        return IsAtEnd ? node : throw Refuse("closes a group that it did not open");
    }

    private static SchemaException Refuse(string why) => new(why);

    private PatternNode Choice()
    {
        if (++_depth > MaxDepth)
        {
            throw Refuse($"nests groups deeper than {MaxDepth}");
        }

        var parts = new List<PatternNode> { Sequence() };
        while (Takes('|'))
        {
            parts.Add(Sequence());
        }

        _depth--;
        return parts.Count == 1 ? parts[0] : new PatternNode.Choice(parts);
    }

    private PatternNode.Sequence Sequence()
    {
        var parts = new List<PatternNode>();
        while (!IsAtEnd && text[_at] is not ('|' or ')'))
        {
            parts.Add(Quantified(Atom()));
        }

        return new PatternNode.Sequence(parts);
    }

    private PatternNode Atom()
    {
        switch (text[_at])
        {
            case '^': _at++; return new PatternNode.Assertion(InstructionKind.Start);
            case '$': _at++; return new PatternNode.Assertion(InstructionKind.End);
            case '.': _at++; return new PatternNode.Set(CharacterSet.Dot());
            case '(': _at++; return Group();
            case '[': _at++; return new PatternNode.Set(Class());
            case '\\': _at++; return Escape();
            case '*' or '+' or '?': throw Refuse($"has a '{text[_at]}' with nothing before it to repeat");
            default: return new PatternNode.Set(CharacterSet.Of(Character()));
        }
    }

    private PatternNode Group()
    {
        if (Takes('?') && !Takes(':'))
        {
            var isName = Takes('<') && !IsAtEnd && text[_at] is not ('=' or '!');
            var end = isName ? text.IndexOf('>', _at) : -1;
            _at = end > _at ? end + 1 : throw Refuse("uses look-ahead, look-behind or another group with '?', which are not supported");
        }

        var inside = Choice();
        return Takes(')') ? inside : throw Refuse("opens a group that it does not close");
    }

    private PatternNode Escape()
    {
        if (IsAtEnd)
        {
            throw Refuse("ends with a backslash");
        }

        switch (text[_at])
        {
            case 'b': _at++; return new PatternNode.Assertion(InstructionKind.WordEdge);
            case 'B': _at++; return new PatternNode.Assertion(InstructionKind.NoWordEdge);
            case (>= '1' and <= '9') or 'k': throw Refuse("refers back to a group, which is not supported");
            default:
                var set = new CharacterSet();
                return new PatternNode.Set(AddsClass(set) ? set : CharacterSet.Of(EscapedCharacter()));
        }
    }

    private bool Takes(char wanted)
    {
        if (IsAtEnd || text[_at] != wanted)
        {
            return false;
        }

        _at++;
        return true;
    }

    private int Character()
    {
        if (char.IsHighSurrogate(text[_at]) && _at + 1 < text.Length && char.IsLowSurrogate(text[_at + 1]))
        {
            _at += 2;
            return char.ConvertToUtf32(text[_at - 2], text[_at - 1]);
        }

        return text[_at++];
    }
}
