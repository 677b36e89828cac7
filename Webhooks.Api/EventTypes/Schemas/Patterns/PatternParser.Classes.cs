using System.Globalization;

namespace Webhooks.Api.EventTypes.Schemas.Patterns;

internal sealed partial class PatternParser
{
    private const int MaxRanges = 64;

    private CharacterSet Class()
    {
        var set = new CharacterSet { IsNegated = Takes('^') };
        while (!Takes(']'))
        {
            if (IsAtEnd)
            {
                throw Refuse("opens a class that it does not close");
            }

            if (set.RangeCount > MaxRanges)
            {
                throw Refuse($"has a class of more than {MaxRanges} ranges");
            }

            AddMember(set);
        }

        return set;
    }

    private void AddMember(CharacterSet set)
    {
        if (Takes('\\'))
        {
            if (IsAtEnd)
            {
                throw Refuse("ends with a backslash");
            }

            if (AddsClass(set))
            {
                return;
            }

            _at--;
        }

        var first = ClassCharacter();
        var isRange = _at + 1 < text.Length && text[_at] == '-' && text[_at + 1] != ']';
        if (!isRange)
        {
            set.Add(first, first);
            return;
        }

        _at++;
        var last = text[_at] == '\\' && _at + 1 < text.Length && text[_at + 1] is 'd' or 'D' or 'w' or 'W' or 's' or 'S' or 'p' or 'P'
            ? throw Refuse("has a range that ends in a class")
            : ClassCharacter();
        set.Add(first, last >= first ? last : throw Refuse("has a range whose end comes before its beginning"));
    }

    private int ClassCharacter()
    {
        if (!Takes('\\'))
        {
            return Character();
        }

        if (Takes('b'))
        {
            return '\b';
        }

        return IsAtEnd ? throw Refuse("ends with a backslash") : EscapedCharacter();
    }

    // After a backslash.
    private bool AddsClass(CharacterSet set)
    {
        var name = text[_at];
        if (name is 'd' or 'D' or 'w' or 'W' or 's' or 'S')
        {
            _at++;
            set.AddClass(name);
            return true;
        }

        if (name is not ('p' or 'P'))
        {
            return false;
        }

        var end = _at + 1 < text.Length && text[_at + 1] == '{' ? text.IndexOf('}', _at) : -1;
        var property = end < 0 ? "" : text[(_at + 2)..end];
        var categories = UnicodeCategories.Find(property)
            ?? throw Refuse($"uses \\{name} with something else than a general category, such as \\{name}{{L}}, which is not supported");
        set.AddCategories(name == 'p' ? categories : ~categories);
        _at = end + 1;
        return true;
    }

    private int EscapedCharacter()
    {
        var character = text[_at++];
        switch (character)
        {
            case 't': return '\t';
            case 'n': return '\n';
            case 'v': return '\v';
            case 'f': return '\f';
            case 'r': return '\r';
            case '0' when IsAtEnd || !char.IsAsciiDigit(text[_at]): return 0;
            case 'c' when !IsAtEnd && char.IsAsciiLetter(text[_at]): return text[_at++] % 32;
            case 'x': return Hex(2);
            case 'u' when Takes('{'): return Braced();
            case 'u': return Paired(Hex(4));
            default:
                return char.IsAsciiLetterOrDigit(character) ? throw Refuse($"has the escape '\\{character}', which stands for nothing") : character;
        }
    }

    private int Hex(int digits)
    {
        if (_at + digits > text.Length || !int.TryParse(text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            throw Refuse($"has an escape without its {digits} hexadecimal digits");
        }

        _at += digits;
        return value;
    }

    // Two escapes of the halves of one character are that character.
    private int Paired(int high)
    {
        if (high is < 0xD800 or > 0xDBFF || _at + 6 > text.Length || text[_at] != '\\' || text[_at + 1] != 'u')
        {
            return high;
        }

        var back = _at;
        _at += 2;
        var low = Hex(4);
        if (low is >= 0xDC00 and <= 0xDFFF)
        {
            return char.ConvertToUtf32((char)high, (char)low);
        }

        _at = back;
        return high;
    }

    private int Braced()
    {
        var end = text.IndexOf('}', _at);
        if (end < 0 || !int.TryParse(text.AsSpan(_at, end - _at), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) || value is < 0 or > 0x10FFFF)
        {
            throw Refuse("has an escape \\u{…} of no character");
        }

        _at = end + 1;
        return value;
    }
}
