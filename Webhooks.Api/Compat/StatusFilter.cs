using Microsoft.AspNetCore.Mvc;
using Webhooks.Api.Paging;

namespace Webhooks.Api.Compat;

/// <summary>The query of GET /webhook-statuses. Texts, so that each bad value gets a sentence of its own.</summary>
public sealed record StatusListParameters
{
    [FromQuery(Name = "reference_id")]
    public string? ReferenceId { get; init; }

    /// <summary>pending, in_progress, retrying, delivered or failed.</summary>
    [FromQuery(Name = "status")]
    public string? Status { get; init; }

    /// <summary>From 1, the default.</summary>
    [FromQuery(Name = "page")]
    public string? Page { get; init; }

    /// <summary>1 to 100, 50 by default.</summary>
    [FromQuery(Name = "page_size")]
    public string? PageSize { get; init; }
}

/// <summary>Which deliveries a page shows.</summary>
/// <param name="Statuses">Of deliveries; null for any.</param>
public sealed record StatusFilter(string TenantId, string? ReferenceId, IReadOnlyList<string>? Statuses, int Page, int PageSize)
{
    private const int DefaultSize = 50;
    private const int MaxSize = 100;

    // A page by number reads everything before it.
    private const int MaxReach = 10_000;

    public int Offset => (Page - 1) * PageSize;

    /// <summary>Null with a sentence in <paramref name="error"/> when a value is not acceptable.</summary>
    public static StatusFilter? Parse(string tenantId, StatusListParameters query, out string error)
    {
        error = "";
        var statuses = query.Status is { } status ? FlatStatus.All.GetValueOrDefault(status.ToLowerInvariant()) : null;
        if (query.Status is not null && statuses is null)
        {
            error = $"'{query.Status}' is not a status. It is one of {string.Join(", ", FlatStatus.All.Keys)}.";
        }

        if (!TryRead(query.PageSize, DefaultSize, out var size) || size > MaxSize)
        {
            error = $"'page_size' must be a whole number from 1 to {MaxSize}.";
        }

        if (!TryRead(query.Page, 1, out var page))
        {
            error = $"'page' must be a whole number from 1 to {MaxReach}.";
        }
        else if (error.Length == 0 && (long)page * size > MaxReach)
        {
            error = $"Pages reach {MaxReach} deliveries far. GET /v1/deliveries reads any number of them by its 'next_token'.";
        }

        return error.Length > 0 ? null : new StatusFilter(tenantId, query.ReferenceId, statuses, page, size);
    }

    private static bool TryRead(string? text, int fallback, out int number)
    {
        number = fallback;
        return text is null || (PageRequest.TryReadNumber(text, out number) && number >= 1);
    }
}
