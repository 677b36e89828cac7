using System.Globalization;
using System.Runtime.CompilerServices;

namespace Webhooks.Api.EventTypes.Schemas.Patterns;

/// <summary>Which characters a place of a pattern takes: ranges of code points, and general categories of Unicode.</summary>
internal sealed class CharacterSet
{
    private const int MaxCodePoint = 0x10FFFF;
    private const int RangesPerLook = 4;

    private readonly List<(int First, int Last)> _ranges = [];
    private uint _categories;

    public bool IsNegated { get; set; }

    public int RangeCount => _ranges.Count;

    /// <summary>What it takes to look for a character, in looks at an instruction.</summary>
    public int Work => 1 + (_ranges.Count / RangesPerLook) + (_categories == 0 ? 0 : 2);

    public static CharacterSet Of(int character) => new CharacterSet().Add(character, character);

    /// <summary>The dot: everything but the ends of lines.</summary>
    public static CharacterSet Dot() =>
        new CharacterSet { IsNegated = true }.Add('\n', '\n').Add('\r', '\r').Add(0x2028, 0x2029);

    public CharacterSet Add(int first, int last)
    {
        _ranges.Add((first, last));
        return this;
    }

    /// <summary><c>\d</c>, <c>\w</c> and <c>\s</c>, which are what ECMA-262 says, and their opposites.</summary>
    public CharacterSet AddClass(char name) => name switch
    {
        'd' => Add('0', '9'),
        'w' => Add('a', 'z').Add('A', 'Z').Add('0', '9').Add('_', '_'),
        's' => Add('\t', '\r').Add(' ', ' ').Add(0xA0, 0xA0).Add(0x1680, 0x1680).Add(0x2000, 0x200A).Add(0x2028, 0x2029).Add(0x202F, 0x202F)
            .Add(0x205F, 0x205F).Add(0x3000, 0x3000).Add(0xFEFF, 0xFEFF),
        _ => AddOthersThan(new CharacterSet().AddClass(char.ToLowerInvariant(name))),
    };

    public CharacterSet AddCategories(uint categories)
    {
        _categories |= categories;
        return this;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Contains(int character)
    {
        foreach (var (first, last) in _ranges)
        {
            if (character >= first && character <= last)
            {
                return !IsNegated;
            }
        }

        return (_categories != 0 && (_categories >> (int)CharUnicodeInfo.GetUnicodeCategory(character) & 1) == 1) != IsNegated;
    }

    private CharacterSet AddOthersThan(CharacterSet set)
    {
        var next = 0;
        foreach (var (first, last) in set._ranges.OrderBy(static range => range.First))
        {
            if (first > next)
            {
                Add(next, first - 1);
            }

            next = last + 1;
        }

        return Add(next, MaxCodePoint);
    }
}
