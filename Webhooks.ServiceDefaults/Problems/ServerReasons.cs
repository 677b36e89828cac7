using Microsoft.AspNetCore.Http;

namespace Webhooks.ServiceDefaults.Problems;

/// <summary>Why the web server does not read on, and what to do about it. It tells its reasons by their words alone.</summary>
public static class ServerReasons
{
    /// <summary>Of what comes over HTTP/1.0 with a method that sends something.</summary>
    internal const string LengthMissing = "HTTP/1.0 cannot tell where the body ends. Send Content-Length, of 0 where there is none.";

    private const string NoLength = "contains no Content-Length header.";
    private const string HeaderLine = "A header is a line of a name, a colon and a value without control characters, and an empty line ends them.";
    private const string HostRule = "Send one Host header: the server's name with its port, the same as in a target that names a host.";

    // Null keeps the server's words, which show the place.
    private static readonly (string Begin, string? Said, string Cure)[] Reasons =
    [
        ("Bad chunk size", "A chunk of the body does not begin with its length.", "Begin each with its length in hexadecimal digits, on a line of its own, and end the body with one of length 0."),
        ("Bad chunk suffix", "A chunk of the body does not end where its length says.", "Count its bytes, and end them with CR LF."),
        ("Bad chunk extension", "Behind the length of a chunk stands what HTTP does not allow there.", "Send the length alone."),
        ("Chunked request incomplete", "The body ends before its last chunk.", "End it with one of length 0."),
        ("Unexpected end of request", "The body ends before its length is reached.", "Send as many bytes as were announced."),
        ("Reading the request headers timed out", "Its first line and headers came too slowly.", "Send them at once."),
        ("Reading the request body timed out", "The body came too slowly.", "Send the request again, and its body without pauses."),
        ("Request line too long", null, "Filter by less at once."),
        ("Request headers too long", null, "Send fewer headers."),
        ("Request contains too many headers", null, "Send fewer."),
        ("Request body too large", null, "Send less at once."),
        ("Requests with 'Connection: Upgrade'", null, "Leave Connection: Upgrade out."),
        ("Multiple Content-Length", null, "Send one."),
        ("Invalid content length", null, "Send the number of the body's bytes, in digits alone."),
        ("The message body length", null, "Send Transfer-Encoding: chunked, or a Content-Length."),
        ("Invalid request line", null, "It is a method, a path and HTTP/1.1, with one space between them."),
        ("Invalid request target", null, "It is a path that begins with '/', in ASCII, with every other character percent-encoded in UTF-8 and none of them U+0000."),
        ("Invalid request header", null, HeaderLine),
        ("Malformed request: invalid headers", null, HeaderLine),
        ("Invalid characters in header name", null, HeaderLine),
        ("Request is missing Host", null, HostRule),
        ("Multiple Host", null, HostRule),
        ("Invalid Host", null, HostRule),
        ("Method not allowed", "Its target is '*' or a host, which no method takes here.", "Name a path."),
        ("Unrecognized HTTP version", null, "Speak HTTP/1.1."),
        ("Detected a TLS handshake", null, "Use http:// at this port, not https://."),
    ];

    /// <summary>A sentence with the reason, and one with the cure.</summary>
    public static string Explain(BadHttpRequestException refused)
    {
        if (IsLengthMissing(refused))
        {
            return LengthMissing;
        }

        // Empty is a place that the server keeps for itself.
        var words = refused.Message.Replace(": ''", "", StringComparison.Ordinal).TrimEnd('.') + ".";
        var (_, said, cure) = Array.Find(Reasons, reason => words.StartsWith(reason.Begin, StringComparison.Ordinal));
        return cure is null ? words : $"{said ?? words} {cure}";
    }

    /// <summary>The status that the reason has, which is not always the one that the server takes.</summary>
    internal static int StatusOf(BadHttpRequestException refused) => IsLengthMissing(refused) ? StatusCodes.Status411LengthRequired : refused.StatusCode;

    private static bool IsLengthMissing(BadHttpRequestException refused) => refused.Message.EndsWith(NoLength, StringComparison.Ordinal);
}
