namespace Webhooks.Client;

/// <summary>How an application reaches the API.</summary>
public sealed class WebhooksClientOptions
{
    /// <summary>
    /// The API's address. Default <c>https+http://api</c>, the resource's name in the AppHost, which takes service discovery:
    /// <c>builder.Services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery())</c>, as service defaults do. Elsewhere a plain
    /// <c>https://…</c> address.
    /// </summary>
    public Uri BaseAddress { get; set; } = new("https+http://api");

    /// <summary>Sent as <c>Authorization: Bearer</c>. None when null: then each use takes <see cref="WebhooksClient.WithApiKey"/>.</summary>
    public string? ApiKey { get; set; }

    /// <summary>For one call with everything that handlers do for it. Default 30 s; above zero, up to 10 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For connecting, within <see cref="Timeout"/>. Default 5 s; above zero, up to 1 minute.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
