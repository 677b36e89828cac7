using Microsoft.AspNetCore.Mvc;

namespace Webhooks.Api.Paging;

/// <summary>The query that every list takes.</summary>
public sealed record PageParameters
{
    /// <summary>1 to 100, 50 by default.</summary>
    [FromQuery(Name = "limit")]
    public string? Limit { get; init; }

    /// <summary>From the page before.</summary>
    [FromQuery(Name = "next_token")]
    public string? NextToken { get; init; }
}
