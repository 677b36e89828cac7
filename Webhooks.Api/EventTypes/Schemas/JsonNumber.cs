using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Webhooks.Api.EventTypes.Schemas;

/// <summary>
/// A number as JSON writes it, exact whatever its size: a sign, digits without zeros at either end, and the power of ten behind them. Every
/// operation takes time by the length of what was written.
/// </summary>
internal readonly struct JsonNumber : IEquatable<JsonNumber>
{
    // Beyond it numbers of the same digits count as equal; nobody writes that many zeros.
    private const long MaxExponent = 1_000_000_000_000_000;

    private readonly string _digits;
    private readonly long _exponent;
    private readonly bool _isNegative;

    private JsonNumber(string digits, long exponent, bool isNegative) => (_digits, _exponent, _isNegative) = (digits, exponent, isNegative);

    public bool IsInteger => _exponent >= 0;

    public bool IsPositive => _digits.Length > 0 && !_isNegative;

    public static JsonNumber Of(JsonElement number)
    {
        var text = JsonMarshal.GetRawUtf8Value(number);
        var isNegative = text[0] == '-';
        var mantissa = isNegative ? text[1..] : text;
        long exponent = 0;
        if (mantissa.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var e)
        {
            exponent = ReadExponent(mantissa[(e + 1)..]);
            mantissa = mantissa[..e];
        }

        var point = mantissa.IndexOf((byte)'.');
        var written = point < 0 ? Encoding.ASCII.GetString(mantissa)
            : Encoding.ASCII.GetString(mantissa[..point]) + Encoding.ASCII.GetString(mantissa[(point + 1)..]);
        exponent -= point < 0 ? 0 : mantissa.Length - point - 1;
        var significant = written.TrimEnd('0');
        exponent += written.Length - significant.Length;
        significant = significant.TrimStart('0');
        return significant.Length == 0 ? new JsonNumber("", 0, false) : new JsonNumber(significant, exponent, isNegative);
    }

    public int CompareWith(JsonNumber other)
    {
        var (mine, others) = (Sign, other.Sign);
        return mine != others ? mine.CompareTo(others) : mine * CompareMagnitude(other);
    }

    public bool Equals(JsonNumber other) =>
        _exponent == other._exponent && _isNegative == other._isNegative && string.Equals(_digits, other._digits, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is JsonNumber other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_digits, _exponent, _isNegative);

    /// <summary>A whole number from 0 that fits an <see cref="int"/>, however it is written.</summary>
    public bool TryGetCount(out int count)
    {
        count = 0;
        return !_isNegative && _exponent is >= 0 and <= 9 && int.TryParse(_digits.Length == 0 ? "0" : _digits + new string('0', (int)_exponent), out count);
    }

    /// <summary>The digits of a divisor that <see cref="IsMultipleOf"/> can work with.</summary>
    public bool TryGetDivisor(out ulong digits) => ulong.TryParse(_digits, out digits) && digits < long.MaxValue;

    /// <summary>By which the time of <see cref="IsMultipleOf"/> grows beside the digits: of the power of ten between the two.</summary>
    public int PowerBits(JsonNumber divisor) => 64 - BitOperations.LeadingZeroCount((ulong)Math.Max(0, _exponent - divisor._exponent));

    public bool IsMultipleOf(JsonNumber divisor)
    {
        if (_digits.Length == 0)
        {
            return true;
        }

        // Neither's digits end in zero, so that what is finer than the divisor's last digit is no multiple of it.
        if (_exponent < divisor._exponent || !divisor.TryGetDivisor(out var modulus))
        {
            return false;
        }

        UInt128 rest = 0;
        foreach (var digit in _digits)
        {
            rest = ((rest * 10) + (uint)(digit - '0')) % modulus;
        }

        return rest * PowerOfTen(_exponent - divisor._exponent, modulus) % modulus == 0;
    }

    private int Sign => _digits.Length == 0 ? 0 : _isNegative ? -1 : 1;

    private int CompareMagnitude(JsonNumber other)
    {
        var size = (_digits.Length + _exponent).CompareTo(other._digits.Length + other._exponent);
        return size != 0 ? size : Math.Sign(string.CompareOrdinal(_digits, other._digits));
    }

    private static long ReadExponent(ReadOnlySpan<byte> text)
    {
        var isNegative = text[0] == '-';
        long exponent = 0;
        foreach (var digit in text.TrimStart("+-"u8))
        {
            exponent = Math.Min((exponent * 10) + (digit - '0'), MaxExponent);
        }

        return isNegative ? -exponent : exponent;
    }

    private static UInt128 PowerOfTen(long exponent, ulong modulus)
    {
        UInt128 power = 1 % (UInt128)modulus;
        for (UInt128 square = 10 % (UInt128)modulus; exponent > 0; exponent >>= 1)
        {
            power = (exponent & 1) == 1 ? power * square % modulus : power;
            square = square * square % modulus;
        }

        return power;
    }
}
