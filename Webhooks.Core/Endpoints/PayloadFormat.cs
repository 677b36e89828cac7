namespace Webhooks.Core.Endpoints;

/// <summary>What the body of a webhook is, as stored and as the API spells it.</summary>
public static class PayloadFormat
{
    /// <summary><c>{"id":…,"event":…,"timestamp":…,"data":…}</c></summary>
    public const string Envelope = "envelope";

    /// <summary>The payload, byte for byte.</summary>
    public const string Raw = "raw";
}
