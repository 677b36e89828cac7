using System.Buffers.Text;
using System.Globalization;

namespace NATS.Client.Core;

/// <summary>Parses the primitive types of <see cref="NatsUtf8PrimitivesSerializer{T}"/>, nullable forms included.</summary>
internal static class Utf8Primitive
{
    public static bool Supports(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return Type.GetTypeCode(type) is not (TypeCode.Object or TypeCode.String or TypeCode.Char or TypeCode.Empty or TypeCode.DBNull)
            ? !type.IsEnum
            : type == typeof(Guid) || type == typeof(DateTimeOffset) || type == typeof(TimeSpan);
    }

    public static object? Parse(Type type, ReadOnlySpan<byte> text)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(Guid))
        {
            return Utf8Parser.TryParse(text, out Guid id, out _) ? id : null;
        }

        if (type == typeof(DateTimeOffset))
        {
            return Utf8Parser.TryParse(text, out DateTimeOffset time, out _, 'O') ? time : null;
        }

        if (type == typeof(TimeSpan))
        {
            return Utf8Parser.TryParse(text, out TimeSpan time, out _) ? time : null;
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => Utf8Parser.TryParse(text, out bool value, out _) ? value : null,
            TypeCode.DateTime => Utf8Parser.TryParse(text, out DateTime value, out _, 'O') ? value : null,
            TypeCode.Byte => Number<byte>(text),
            TypeCode.SByte => Number<sbyte>(text),
            TypeCode.Int16 => Number<short>(text),
            TypeCode.UInt16 => Number<ushort>(text),
            TypeCode.Int32 => Number<int>(text),
            TypeCode.UInt32 => Number<uint>(text),
            TypeCode.Int64 => Number<long>(text),
            TypeCode.UInt64 => Number<ulong>(text),
            TypeCode.Single => Number<float>(text),
            TypeCode.Double => Number<double>(text),
            TypeCode.Decimal => Number<decimal>(text),
            _ => null,
        };
    }

    private static object? Number<TNumber>(ReadOnlySpan<byte> text)
        where TNumber : struct, IUtf8SpanParsable<TNumber> =>
        TNumber.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;
}
