using Webhooks.Api.Paging;
using Webhooks.Core.Events;

namespace Webhooks.Api.Events;

/// <summary>Which events a list shows: a tenant's, newest first, within the given bounds.</summary>
public sealed record EventFilterQuery(string TenantId, string? Status, string? EventType, DateTimeOffset? Since, DateTimeOffset? Until)
{
    /// <summary>What a page token of this list is good for.</summary>
    public string Scope => $"events\n{TenantId}\n{Status}\n{Since:O}\n{Until:O}\n{EventType}";

    /// <summary>Null with a sentence in <paramref name="error"/> when a value is not acceptable.</summary>
    public static EventFilterQuery? Parse(string tenantId, string? status, string? eventType, string? since, string? until, out string error)
    {
        error = "";
        if (status is not null && !EventStatus.All.Contains(status, StringComparer.OrdinalIgnoreCase))
        {
            error = $"'{status}' is not a status of an event. It is one of {string.Join(", ", EventStatus.All)}.";
        }

        if (eventType is not null && !EventTypeName.IsValid(eventType))
        {
            error = $"'event_type' {EventTypeName.Rule}.";
        }

        if (!PageRequest.TryReadSpan(since, until, "", out var from, out var to, out var wrong))
        {
            error = wrong;
        }

        return error.Length == 0 ? new EventFilterQuery(tenantId, status?.ToUpperInvariant(), eventType, from, to) : null;
    }

    /// <summary>The smallest id of the first event to show.</summary>
    public Guid FirstId => Since is { } since ? UuidBounds.First(since) : Guid.Empty;

    /// <summary>The smallest id that is too new to show.</summary>
    public Guid EndId => Until is { } until ? UuidBounds.First(until) : Guid.AllBitsSet;
}
