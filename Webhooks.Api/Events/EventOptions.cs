using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Webhooks.Api.Events;

/// <summary>What the API accepts as an event. Section <c>Events</c>.</summary>
public sealed class EventOptions
{
    public const string Section = "Events";

    /// <summary>Bytes of one event's body. It must fit in a message of the stream. Default 256 KiB.</summary>
    [Range(1 << 10, 900 << 10)]
    public int MaxBodyBytes { get; set; } = 256 << 10;

    /// <summary>Bytes of the body of a bulk request. Default 16 MiB.</summary>
    [Range(1 << 10, 256 << 20)]
    public int MaxBulkBytes { get; set; } = 16 << 20;

    /// <summary>Events in one bulk request. Default 1,000.</summary>
    [Range(1, 10_000)]
    public int MaxBulkEvents { get; set; } = 1_000;

    /// <summary>Bytes of bodies that are under way, those up to 16 KiB not counted. A tenant may have a third of what is free before the API answers 429. Default 128 MiB.</summary>
    [Range(typeof(long), "1048576", "68719476736")]
    public long MaxBodiesBytes { get; set; } = 128L << 20;
}

[OptionsValidator]
internal sealed partial class EventOptionsValidator : IValidateOptions<EventOptions>;
