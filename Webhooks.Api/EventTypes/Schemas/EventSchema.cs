using System.Text.Json;

namespace Webhooks.Api.EventTypes.Schemas;

/// <summary>What the payloads of an event type must be like.</summary>
public sealed class EventSchema
{
    /// <summary>Bytes of a schema in UTF-8.</summary>
    public const int MaxBytes = 64 << 10;

    // As deep as an event may be.
    private static readonly JsonDocumentOptions Payload = new() { MaxDepth = 128 };

    private readonly SchemaNode _root;

    private EventSchema(SchemaNode root) => _root = root;

    /// <exception cref="SchemaException">It is no schema, or uses what is not supported.</exception>
    public static EventSchema Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > MaxBytes)
        {
            throw new SchemaException($"A schema may have {MaxBytes} bytes at most.");
        }

        try
        {
            using var document = JsonDocument.Parse(utf8);
            return new EventSchema(SchemaParser.Parse(document.RootElement.Clone()));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new SchemaException("The schema holds an escape that stands for no character, or nests too deep.", error);
        }
    }

    /// <summary>What the payload, which is valid JSON, breaks: the first few; empty when it fits.</summary>
    public IReadOnlyList<SchemaError> Check(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload, Payload);
        return SchemaEvaluation.Run(_root, document.RootElement);
    }
}
