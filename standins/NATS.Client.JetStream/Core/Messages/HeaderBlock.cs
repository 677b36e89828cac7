using System.Text;
using Microsoft.Extensions.Primitives;

namespace NATS.Client.Core;

/// <summary>
/// Reads header blocks: <c>NATS/1.0[ status[ text]]CRLF (name: value CRLF)* CRLF</c> (ADR-4). The server passes on whatever a
/// publisher sent, so what is malformed is skipped and never an error.
/// </summary>
internal static class HeaderBlock
{
    private static ReadOnlySpan<byte> Version => "NATS/1.0"u8;

    /// <summary>Whether the block opens with an inline status, and which.</summary>
    public static bool TryReadStatus(ReadOnlySpan<byte> block, out int code, out string text)
    {
        code = 0;
        text = string.Empty;
        if (!block.StartsWith(Version) || block.Length <= Version.Length || block[Version.Length] != (byte)' ')
        {
            return false;
        }

        var end = block.IndexOf("\r\n"u8);
        var line = block[Version.Length..(end < 0 ? block.Length : end)].Trim((byte)' ');
        if (line.Length < 3 || !System.Buffers.Text.Utf8Parser.TryParse(line[..3], out code, out var used) || used != 3)
        {
            return false;
        }

        text = StatusText(line[3..].Trim((byte)' '));
        return true;
    }

    public static NatsHeaders.Messages ToMessage(string text) => text switch
    {
        "Idle Heartbeat" => NatsHeaders.Messages.IdleHeartbeat,
        "Bad Request" => NatsHeaders.Messages.BadRequest,
        "Consumer Deleted" => NatsHeaders.Messages.ConsumerDeleted,
        "Consumer is push based" => NatsHeaders.Messages.ConsumerIsPushBased,
        "No Messages" => NatsHeaders.Messages.NoMessages,
        "Request Timeout" => NatsHeaders.Messages.RequestTimeout,
        "Message Size Exceeds MaxBytes" => NatsHeaders.Messages.MessageSizeExceedsMaxBytes,
        "Requests Pending" => NatsHeaders.Messages.RequestsPending,
        _ => NatsHeaders.Messages.Text,
    };

    public static Dictionary<string, StringValues> Parse(ReadOnlySpan<byte> block, Dictionary<string, StringValues> into)
    {
        var first = block.IndexOf("\r\n"u8);
        var rest = first < 0 ? [] : block[(first + 2)..];
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf("\r\n"u8);
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 2)..];
            var colon = line.IndexOf((byte)':');
            if (colon <= 0)
            {
                continue;
            }

            var name = Encoding.UTF8.GetString(line[..colon]);
            var value = Encoding.UTF8.GetString(line[(colon + 1)..].Trim(" \t"u8));
            into[name] = into.TryGetValue(name, out var known) ? StringValues.Concat(known, value) : value;
        }

        return into;
    }

    private static string StatusText(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("Idle Heartbeat"u8) ? "Idle Heartbeat"
        : text.SequenceEqual("Request Timeout"u8) ? "Request Timeout"
        : Encoding.UTF8.GetString(text);
}
