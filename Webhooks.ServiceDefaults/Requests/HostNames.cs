using Microsoft.AspNetCore.Http;

namespace Webhooks.ServiceDefaults.Requests;

/// <summary>What a request says of the host that it is for.</summary>
internal static class HostNames
{
    // Nearly always the same.
    private static string? _known;

    /// <summary>False for what addresses nothing, such as a port above 65535. Who names none, as HTTP/1.0 may, means the address that it has connected to.</summary>
    public static bool Settle(HttpContext context)
    {
        var host = context.Request.Host.Value;
        if (string.IsNullOrEmpty(host))
        {
            var connection = context.Connection;
            context.Request.Host = connection.LocalIpAddress is { } address ? new HostString(address.ToString(), connection.LocalPort) : new HostString("localhost");
            return true;
        }

        if (host == Volatile.Read(ref _known))
        {
            return true;
        }

        if (!Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var read) || read.PathAndQuery != "/")
        {
            return false;
        }

        Volatile.Write(ref _known, host);
        return true;
    }
}
