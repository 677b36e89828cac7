using System.Buffers;
using System.Text.Unicode;

namespace Webhooks.ServiceDefaults.Requests;

internal static class PercentEncoding
{
    private const int Length = 3;

    /// <summary>True when every percent sign begins a byte, and bytes that stand together are UTF-8. The server has seen to the rest: it is ASCII.</summary>
    public static bool IsUtf8(ReadOnlySpan<char> target)
    {
        var at = target.IndexOf('%');
        if (at < 0)
        {
            return true;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(target.Length / Length);
        try
        {
            for (int next; at >= 0; at = next < 0 ? -1 : at + next)
            {
                if (Read(target[at..], bytes) is not { } read || !Utf8.IsValid(bytes.AsSpan(0, read)))
                {
                    return false;
                }

                at += Length * read;
                next = target[at..].IndexOf('%');
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    // How many bytes the text begins with; null where one is none.
    private static int? Read(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        var count = 0;
        for (; text is ['%', ..]; text = text[Length..])
        {
            if (text.Length < Length || Convert.FromHexString(text[1..Length], bytes[count..], out _, out _) != OperationStatus.Done)
            {
                return null;
            }

            count++;
        }

        return count;
    }
}
