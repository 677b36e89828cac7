using Microsoft.Extensions.Options;

namespace Webhooks.Api.Events;

/// <summary>What the API accepts as an event. Section <c>Events</c>.</summary>
public sealed class EventOptions
{
    public const string Section = "Events";

    /// <summary>Bytes of one event's body. Default 256 KiB, 1 KiB to 900 KiB: it must fit in a message of the stream.</summary>
    public int MaxBodyBytes { get; set; } = 256 << 10;

    /// <summary>Bytes of the body of a bulk request. Default 16 MiB, 1 KiB to 256 MiB.</summary>
    public int MaxBulkBytes { get; set; } = 16 << 20;

    /// <summary>Events in one bulk request. Default 1,000, 1 to 10,000.</summary>
    public int MaxBulkEvents { get; set; } = 1_000;

    public sealed class Validator : IValidateOptions<EventOptions>
    {
        public ValidateOptionsResult Validate(string? name, EventOptions options) => options switch
        {
            { MaxBodyBytes: < 1 << 10 or > 900 << 10 } => ValidateOptionsResult.Fail("Events:MaxBodyBytes must be between 1,024 and 921,600."),
            { MaxBulkBytes: < 1 << 10 or > 256 << 20 } => ValidateOptionsResult.Fail("Events:MaxBulkBytes must be between 1,024 and 268,435,456."),
            { MaxBulkEvents: < 1 or > 10_000 } => ValidateOptionsResult.Fail("Events:MaxBulkEvents must be between 1 and 10,000."),
            _ => ValidateOptionsResult.Success,
        };
    }
}
