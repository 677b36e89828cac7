using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Webhooks.Api.Paging;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Events;
using Webhooks.Core.Replays;

namespace Webhooks.Api.Replays;

/// <summary>Turns what a caller asks for into a filter, and a replay into what a caller reads.</summary>
public sealed class ReplayForm(JsonSerializerContext json, TimeProvider time)
{
    private const double DefaultRate = 100;
    private const double MinRate = 0.1;
    private const double MaxRate = 1_000;

    private static readonly IReadOnlyList<string> Statuses = [.. ReplayScope.Replayable.Select(DeliveryStatus.Of)];

    /// <summary>Null with a sentence in <paramref name="error"/> when a value is not acceptable, or nothing says which deliveries are meant.</summary>
    public static ReplayFilter? Read(ReplayRequest wanted, out string error)
    {
        var form = wanted.Filter;
        var endpoint = default(EndpointId);
        DateTimeOffset? since = null, until = null;
        error = form is null or { Status: null, EventType: null, EndpointId: null, Since: null, Until: null }
            ? "Say in 'filter' which deliveries are meant: at least one of 'status', 'event_type', 'endpoint_id', 'since' and 'until' is needed."
            : form.Status is { } status && !Statuses.Contains(status, StringComparer.Ordinal) ? $"'filter.status' must be one of {string.Join(", ", Statuses)}."
            : form.EventType is { } type && !EventTypeName.IsValid(type) ? $"'filter.event_type' {EventTypeName.Rule}."
            : form.EndpointId is { } id && !EndpointId.TryParse(id, out endpoint) ? "'filter.endpoint_id' must be an id of the form whe_…."
            : !PageRequest.TryReadSpan(form.Since, form.Until, "filter.", out since, out until, out var wrong) ? wrong
            : wanted.Rate is not (null or (>= MinRate and <= MaxRate)) ? FormattableString.Invariant($"'rate' must be from {MinRate} to {MaxRate} deliveries per second.")
            : "";
        return error.Length > 0 ? null : new ReplayFilter(form!.Status, form.EventType, form.EndpointId is null ? null : endpoint.Value, since, until);
    }

    /// <summary>Of the deliveries that are there now, so that it comes to an end.</summary>
    public Replay Create(string tenantId, ReplayFilter filter, double? rate)
    {
        var now = time.GetUtcNow();
        return new Replay
        {
            Id = ReplayId.New(time),
            TenantId = tenantId,
            Filter = filter,
            First = filter.Since is { } since ? UuidBounds.First(since) : Guid.Empty,
            End = UuidBounds.First(filter.Until is { } until && until < now ? until : now),
            Rate = rate ?? DefaultRate,
            CreatedAt = now,
        };
    }

    public ReplayAnswer Describe(Replay replay)
    {
        var skipped = JsonSerializer.Deserialize(
            replay.Skipped, (JsonTypeInfo<IReadOnlyDictionary<string, long>>)json.GetTypeInfo(typeof(IReadOnlyDictionary<string, long>))!)!;
        return new ReplayAnswer(
            replay.Id.ToString(),
            replay.State,
            new ReplayFilterAnswer(
                replay.Filter.Status, replay.Filter.EventType, replay.Filter.Endpoint is { } endpoint ? new EndpointId(endpoint).ToString() : null,
                replay.Filter.Since, replay.Filter.Until),
            replay.Rate,
            replay.Matched,
            replay.IsAllMatched,
            replay.Sent,
            skipped.Values.Sum(),
            skipped,
            replay.CreatedAt,
            replay.FinishedAt);
    }
}
