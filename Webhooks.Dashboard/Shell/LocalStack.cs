using System.Net;
using Microsoft.Extensions.Options;
using Webhooks.Dashboard.Sessions;

namespace Webhooks.Dashboard.Shell;

/// <summary>Whether the demo receiver is here, and who may sign in without typing a key: a browser on the developer's own machine.</summary>
internal sealed class LocalStack(IHostEnvironment environment, IConfiguration configuration, IOptions<DashboardOptions> options)
{
    public bool IsHere { get; } = environment.IsDevelopment() && configuration.GetSection("services:receiver").Exists();

    public string? KeyFor(HttpContext context) =>
        environment.IsDevelopment() && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) ? options.Value.LocalKey : null;
}
