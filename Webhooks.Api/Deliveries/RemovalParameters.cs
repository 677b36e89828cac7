using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Webhooks.Api.Paging;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Deliveries;

/// <summary>The query of the routes that remove deliveries. Texts, so that each bad value gets a sentence of its own.</summary>
public sealed record RemovalParameters
{
    private const int MaxDays = 3_650;

    [FromQuery(Name = "status")]
    public string? Status { get; init; }

    /// <summary>Of events accepted longer ago than this, 0 to 3,650.</summary>
    [FromQuery(Name = "older_than_days")]
    public string? OlderThanDays { get; init; }

    [FromQuery(Name = "reference_id")]
    public string? ReferenceId { get; init; }

    /// <summary>Null with a sentence in <paramref name="error"/> when a value is not acceptable, or nothing says which deliveries are meant.</summary>
    /// <param name="vocabulary">What each status that may be asked for stands for.</param>
    public RemovalFilter? Parse(string tenantId, IReadOnlyDictionary<string, string[]> vocabulary, DateTimeOffset now, out string error)
    {
        IReadOnlyList<string> statuses = DeliveryStatus.All;
        var days = 0;
        error = "";
        if (this is { Status: null, OlderThanDays: null, ReferenceId: null })
        {
            error = "Say which deliveries are meant: at least one of 'status', 'older_than_days' and 'reference_id' is needed.";
        }
        else if (Status is { } status)
        {
            statuses = vocabulary.GetValueOrDefault(status.ToLowerInvariant(), []);
            error = statuses.Count > 0 ? "" : $"'{status}' is not a status of a delivery. It is one of {string.Join(", ", vocabulary.Keys)}.";
        }

        if (OlderThanDays is { } text && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out days) && days <= MaxDays))
        {
            error = $"'older_than_days' must be a number from 0 to {MaxDays}.";
        }

        if (ReferenceId is { Length: 0 })
        {
            error = "'reference_id' must not be empty.";
        }

        return error.Length > 0
            ? null
            : new RemovalFilter(tenantId, statuses, Guid.Empty, OlderThanDays is null ? Guid.AllBitsSet : UuidBounds.First(now.AddDays(-days)), ReferenceId);
    }
}
