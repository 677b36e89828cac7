using System.Text;
using System.Text.Json;

namespace Webhooks.Api.Events;

/// <summary>Finds the events in the body of a bulk request, without reading what is in them.</summary>
public static class BulkBody
{
    private const int MaxDepth = 128;
    private const int Shown = 64;

    /// <summary>Where each event stands, or null with a sentence in <paramref name="error"/>.</summary>
    public static IReadOnlyList<Range>? Split(ReadOnlySpan<byte> body, int maxEvents, out string error)
    {
        error = "The body must be a JSON object of the form {\"events\":[…]}.";
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
            List<Range>? events = null;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (Refuse(ref reader, events) is { } refusal)
                {
                    error = refusal;
                    return null;
                }

                if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                {
                    error = "'events' must be a list of events.";
                    return null;
                }

                events = ReadItems(ref reader, maxEvents);
                if (events.Count is 0 || events.Count > maxEvents)
                {
                    error = $"'events' must hold 1 to {maxEvents} events. It holds {(events.Count == 0 ? "none" : "more")}.";
                    return null;
                }
            }

            // Anything but white space behind the object throws here.
            reader.Read();
            return events;
        }
        catch (JsonException)
        {
            error = $"The body is not valid JSON, or nests deeper than {MaxDepth} levels.";
            return null;
        }
    }

    private static string? Refuse(ref Utf8JsonReader reader, List<Range>? events)
    {
        if (!IsEvents(ref reader))
        {
            var name = reader.HasValueSequence || reader.ValueSpan.Length > Shown ? "A member" : $"'{Encoding.UTF8.GetString(reader.ValueSpan)}'";
            return $"{name} is no member of this body. It has 'events' only.";
        }

        return events is null ? null : "'events' is given twice. Give it once.";
    }

    private static bool IsEvents(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.ValueTextEquals("events"u8);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair equals no name.
            return false;
        }
    }

    // One more than there may be is enough to know.
    private static List<Range> ReadItems(ref Utf8JsonReader reader, int maxEvents)
    {
        var items = new List<Range>();
        while (items.Count <= maxEvents && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            items.Add(start..(int)reader.BytesConsumed);
        }

        return items;
    }
}
