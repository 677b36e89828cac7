using System.Runtime.CompilerServices;
using System.Text;

namespace Webhooks.Api.EventTypes.Schemas.Patterns;

/// <summary>One text's way through a program; the memory is four times the program's size, its last quarter clear.</summary>
internal ref struct PatternWalk
{
    // The first texts would be walked at a fifth of the speed: calls are counted for 100 ms before a method is compiled anew.
    private const MethodImplOptions AtOnce = MethodImplOptions.AggressiveOptimization;

    private readonly Instruction[] _program;
    private readonly SchemaBudget.Meter _meter;
    private readonly Span<int> _stack;
    private readonly Span<int> _seen;
    private Span<int> _now;
    private Span<int> _next;
    private int _count;
    private int _generation;
    private long _work;

    public PatternWalk(Instruction[] program, Span<int> memory, SchemaBudget.Meter meter)
    {
        var size = program.Length;
        (_program, _meter) = (program, meter);
        _now = memory[..size];
        _next = memory.Slice(size, size);
        _stack = memory.Slice(2 * size, size);
        _seen = memory.Slice(3 * size, size);
    }

    [MethodImpl(AtOnce)]
    public bool Run(string text)
    {
        var (previous, position, active) = (-1, 0, 0);
        while (true)
        {
            var character = position == text.Length ? -1
                : Rune.TryGetRuneAt(text, position, out var rune) ? rune.Value : text[position];

            // The places that wait for this character, and the beginning: a match may start anywhere.
            _generation++;
            _count = 0;
            _work += active;
            for (var i = 0; i < active; i++)
            {
                if (Follow(_now[i], previous, character))
                {
                    return true;
                }
            }

            if (Follow(0, previous, character))
            {
                return true;
            }

            _meter.Charge(1 + _work);
            _work = 0;
            if (character < 0)
            {
                return false;
            }

            active = Step(character);
            previous = character;
            position += character > char.MaxValue ? 2 : 1;
        }
    }

    // Of the places that were reached, those that take the character, each moved behind it.
    [MethodImpl(AtOnce)]
    private int Step(int character)
    {
        var moved = 0;
        for (var i = 0; i < _count; i++)
        {
            var characters = _program[_next[i]].Characters!;
            _work += characters.Work;
            if (characters.Contains(character))
            {
                _now[moved++] = _next[i] + 1;
            }
        }

        return moved;
    }

    // True when the end of the program can be reached without a character.
    [MethodImpl(AtOnce)]
    private bool Follow(int start, int previous, int character)
    {
        var depth = 0;
        Push(start, ref depth);
        while (depth > 0)
        {
            var place = _stack[--depth];
            _work++;
            ref readonly var instruction = ref _program[place];
            switch (instruction.Kind)
            {
                case InstructionKind.Match:
                    return true;
                case InstructionKind.Take:
                    _next[_count++] = place;
                    break;
                case InstructionKind.Split:
                    Push(instruction.Other, ref depth);
                    Push(place + 1, ref depth);
                    break;
                case InstructionKind.Jump:
                    Push(instruction.Other, ref depth);
                    break;
                default:
                    if (Holds(instruction.Kind, previous, character))
                    {
                        Push(place + 1, ref depth);
                    }

                    break;
            }
        }

        return false;
    }

    private readonly void Push(int place, ref int depth)
    {
        if (_seen[place] != _generation)
        {
            _seen[place] = _generation;
            _stack[depth++] = place;
        }
    }

    private static bool Holds(InstructionKind kind, int previous, int character) => kind switch
    {
        InstructionKind.Start => previous < 0,
        InstructionKind.End => character < 0,
        InstructionKind.WordEdge => IsWord(previous) != IsWord(character),
        _ => IsWord(previous) == IsWord(character),
    };

    private static bool IsWord(int character) => character is '_' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
