using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Webhooks.ServiceDefaults.Requests;

/// <summary>Headers whose senders count on what nothing here does: to pass them over would do what was not meant. All others that are not read harm nobody.</summary>
internal static class RefusedHeaders
{
    private const string Condition = "is a condition that cannot be checked here, so nothing was done. Leave it out.";
    private const string Digest = "is not compared with the body here: one that it does not fit would be taken all the same. Leave it out.";
    private const string Override = "is not followed: the method is the one in the request's first line. Send the method that is meant there.";

    private static readonly string[] OfBodies =
    [
        "Content-SHA1", "Content-SHA256", "X-Content-MD5", "X-Content-SHA1", "X-Content-SHA256", "X-Content-SHA512", "X-Content-Digest", "X-Content-Checksum",
        "X-Body-Digest", "X-Body-MD5", "X-Body-SHA256", "X-Checksum", "X-Checksum-MD5", "X-Checksum-SHA1", "X-Checksum-SHA256", "X-Checksum-SHA512",
        "OC-Checksum", "X-Amz-Content-SHA256", "X-Amz-Checksum-CRC32", "X-Amz-Checksum-CRC32C", "X-Amz-Checksum-CRC64NVME", "X-Amz-Checksum-SHA1",
        "X-Amz-Checksum-SHA256", "X-Goog-Hash", "X-Goog-Content-SHA256", "X-Bz-Content-Sha1", "X-MS-Content-CRC64", "X-MS-Content-SHA256", "X-MS-Blob-Content-MD5",
    ];

    private static readonly FrozenDictionary<string, Rule> Rules = ((Rule[])
    [
        new("If-Match", StatusCodes.Status412PreconditionFailed, Condition),
        new("If", StatusCodes.Status412PreconditionFailed, Condition),
        new("If-Unmodified-Since", StatusCodes.Status412PreconditionFailed, Condition),
        new("If-Schedule-Tag-Match", StatusCodes.Status412PreconditionFailed, Condition),

        // A reading of what has no tag or date is answered in full, RFC 9110 §13.1.
        new("If-None-Match", StatusCodes.Status412PreconditionFailed, Condition) { IsForChanges = true },
        new("If-Modified-Since", StatusCodes.Status412PreconditionFailed, Condition) { IsForChanges = true },
        new("Content-Range", StatusCodes.Status400BadRequest, "says that the body is a part, and here it is taken as the whole. Send all of it, and leave the header out."),
        new("Content-Digest", StatusCodes.Status400BadRequest, Digest),
        new("Repr-Digest", StatusCodes.Status400BadRequest, Digest),
        new("Unencoded-Digest", StatusCodes.Status400BadRequest, Digest),
        new("Digest", StatusCodes.Status400BadRequest, Digest),
        new("Content-MD5", StatusCodes.Status400BadRequest, Digest),

        // Of clients of other services, which check them.
        .. OfBodies.Select(static name => new Rule(name, StatusCodes.Status400BadRequest, Digest)),
        new("X-HTTP-Method-Override", StatusCodes.Status400BadRequest, Override),
        new("X-HTTP-Method", StatusCodes.Status400BadRequest, Override),
        new("X-Method-Override", StatusCodes.Status400BadRequest, Override),
    ]).ToFrozenDictionary(static rule => rule.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The status and the sentence for the first such header of a request; null where it has none.</summary>
    public static (int Status, string Sentence)? In(HttpRequest request)
    {
        foreach (var (name, _) in request.Headers)
        {
            if (Rules.TryGetValue(name, out var rule) && !(rule.IsForChanges && IsReading(request.Method)))
            {
                return (rule.Status, $"'{rule.Name}' {rule.Sentence}");
            }
        }

        return null;
    }

    private static bool IsReading(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private sealed record Rule(string Name, int Status, string Sentence)
    {
        /// <summary>True where readings may have it.</summary>
        public bool IsForChanges { get; init; }
    }
}
