using System.Text;

namespace Webhooks.Api.Events;

/// <summary>201 <c>{"event_id":"evt_…","status":"PENDING"}</c>, written without a serializer.</summary>
internal static class AcceptedResponse
{
    public const string LocationPrefix = "/v1/events/";

    private const int IdLength = 36;

    private static ReadOnlySpan<byte> Head => "{\"event_id\":\""u8;

    private static ReadOnlySpan<byte> Tail => "\",\"status\":\"PENDING\"}"u8;

    /// <summary>The server sends it when the request ends.</summary>
    public static void Write(HttpContext context, EventId id)
    {
        var response = context.Response;
        var location = string.Create(LocationPrefix.Length + IdLength, id, static (span, id) =>
        {
            LocationPrefix.CopyTo(span);
            EventId.Prefix.CopyTo(span[LocationPrefix.Length..]);
            id.Value.TryFormat(span[(LocationPrefix.Length + EventId.Prefix.Length)..], out _, "N");
        });
        response.StatusCode = StatusCodes.Status201Created;
        response.ContentType = "application/json";
        response.Headers.Location = location;
        response.ContentLength = Head.Length + IdLength + Tail.Length;

        var writer = response.BodyWriter;
        var span = writer.GetSpan(Head.Length + IdLength + Tail.Length);
        Head.CopyTo(span);
        Encoding.ASCII.GetBytes(location.AsSpan(LocationPrefix.Length), span[Head.Length..]);
        Tail.CopyTo(span[(Head.Length + IdLength)..]);
        writer.Advance(Head.Length + IdLength + Tail.Length);
    }
}
