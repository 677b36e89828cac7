using System.Text;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Launching;
using Aspire.Hosting.Local.Processes;
using Aspire.Hosting.Local.Storage;

namespace Aspire.Hosting.Local.Redis;

internal sealed class RedisProcess(RedisResource redis) : ILocalServer
{
    public async Task<ProcessSpec> PrepareAsync(LocalServerContext context, CancellationToken cancellationToken)
    {
        context.Data.Create();
        // A file, as a command line shows the password to every account of the machine.
        var settings = Path.Combine(context.Data.Directory, "redis.conf");
        PrivateFile.Write(settings, await SettingsAsync(context, cancellationToken));
        return new ProcessSpec(LocalServerContext.Find("redis-server", "redis-server"), [settings, .. context.Arguments])
        {
            WorkingDirectory = context.Data.Directory,
        };
    }

    private async Task<string> SettingsAsync(LocalServerContext context, CancellationToken cancellationToken)
    {
        var settings = new StringBuilder()
            .Append("bind 127.0.0.1 -::1\n")
            .Append($"port {context.Port}\n")
            .Append("daemonize no\n")
            .Append($"dir {Quoted(context.Data.Directory)}\n");
        if (redis.PasswordParameter is not null && await redis.PasswordParameter.GetValueAsync(cancellationToken) is { } password)
        {
            settings.Append($"requirepass {Quoted(password)}\n");
        }

        return redis.TryGetLastAnnotation<PersistenceAnnotation>(out var persistence)
            ? settings.Append($"save {(persistence.Interval ?? TimeSpan.FromSeconds(60)).TotalSeconds:F0} {persistence.KeysChangedThreshold}\n").ToString()
            : settings.Append("save \"\"\n").ToString();
    }

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
