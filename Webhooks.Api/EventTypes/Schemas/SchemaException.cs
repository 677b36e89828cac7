namespace Webhooks.Api.EventTypes.Schemas;

/// <summary>A schema that cannot be used; the message is a sentence for the caller.</summary>
public sealed class SchemaException : Exception
{
    public SchemaException()
    {
    }

    public SchemaException(string message)
        : base(message)
    {
    }

    public SchemaException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
