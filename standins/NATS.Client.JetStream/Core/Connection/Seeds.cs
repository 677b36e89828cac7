namespace NATS.Client.Core;

/// <summary>Servers to try and the credentials to use, from the options.</summary>
internal sealed class Seeds
{
    public Seeds(NatsOpts opts)
    {
        Servers = [.. opts.Url.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
        if (Servers.Length == 0)
        {
            throw new NatsException("No server URL");
        }

        Auth = opts.AuthOpts.IsAnonymous ? FromUrl(Servers[0]) : opts.AuthOpts;
        if (!opts.NoRandomize)
        {
            Random.Shared.Shuffle(Servers);
        }
    }

    public Uri[] Servers { get; }

    public NatsAuthOpts Auth { get; }

    private static Uri Parse(string url)
    {
        var full = url.Contains("://", StringComparison.Ordinal) ? url : $"nats://{url}";
        if (!Uri.TryCreate(full, UriKind.Absolute, out var uri) || uri.Scheme is not ("nats" or "tls"))
        {
            throw new NatsException("Server URL must be nats://[user:password@]host[:port] or tls://…");
        }

        return uri.Port > 0 ? uri : new UriBuilder(uri) { Port = 4222 }.Uri;
    }

    private static NatsAuthOpts FromUrl(Uri uri)
    {
        if (uri.UserInfo.Length == 0)
        {
            return NatsAuthOpts.Default;
        }

        var colon = uri.UserInfo.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? new NatsAuthOpts { Token = Uri.UnescapeDataString(uri.UserInfo) }
            : new NatsAuthOpts
            {
                Username = Uri.UnescapeDataString(uri.UserInfo[..colon]),
                Password = Uri.UnescapeDataString(uri.UserInfo[(colon + 1)..]),
            };
    }
}
