using System.Text.Json;

namespace Webhooks.Api.EventTypes.Schemas;

/// <summary>What the payloads of an event type must be like.</summary>
public sealed class EventSchema
{
    /// <summary>Bytes of a schema in UTF-8.</summary>
    public const int MaxBytes = 64 << 10;

    // As deep as an event may be.
    private static readonly JsonDocumentOptions Payload = new() { MaxDepth = 128 };

    // Of a member that is there twice one would be passed over.
    private static readonly JsonDocumentOptions Schema = new() { AllowDuplicateProperties = false };

    private readonly SchemaNode _root;

    // Of a node of a schema and of an instruction of a pattern, roughly.
    private const int BytesKeptPerByte = 16;
    private const int BytesKeptPerInstruction = 100;

    // What costs less is checked without waiting for a turn.
    private const int LightProgram = 200;
    private const int LightPayload = 16 << 10;

    private readonly int _program;

    private EventSchema(SchemaNode root, int program, int length) =>
        (_root, _program, Weight) = (root, program, (BytesKeptPerByte * (long)length) + (BytesKeptPerInstruction * (long)program));

    /// <summary>Bytes of memory that it takes, roughly.</summary>
    public long Weight { get; }

    public bool IsLight(int payloadLength) => _program <= LightProgram && payloadLength <= LightPayload;

    /// <exception cref="SchemaException">It is no schema, or uses what is not supported.</exception>
    public static EventSchema Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > MaxBytes)
        {
            throw new SchemaException($"A schema may have {MaxBytes} bytes at most.");
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, Schema);
            var (root, program) = SchemaParser.Parse(document.RootElement.Clone());
            return new EventSchema(root, program, utf8.Length);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new SchemaException("The schema holds a member twice or an escape that stands for no character, or nests too deep.", error);
        }
    }

    /// <summary>What the payload, which is valid JSON, breaks: the first few; empty when it fits.</summary>
    /// <exception cref="BudgetSpentException">Those before it have cost too much.</exception>
    public IReadOnlyList<SchemaError> Check(ReadOnlyMemory<byte> payload, SchemaBudget budget)
    {
        using var document = JsonDocument.Parse(payload, Payload);
        return SchemaEvaluation.Run(_root, document.RootElement, budget);
    }
}
