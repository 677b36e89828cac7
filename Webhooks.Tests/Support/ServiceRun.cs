using Webhooks.Testing;

namespace Webhooks.Tests.Support;

/// <summary>A service that is expected to end by itself.</summary>
internal static class ServiceRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Task<Command> ToItsEndAsync(string service, params string[] options) => Command.RunAsync(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, service + ".dll"), "--urls", "http://127.0.0.1:0", "--environment", "Development", .. options],
        Limit);
}
