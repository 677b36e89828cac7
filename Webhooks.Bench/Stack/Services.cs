using System.Security.Cryptography;
using Webhooks.Testing;

namespace Webhooks.Bench.Stack;

/// <summary>The services under test, configured as for production, with logs from Warning up.</summary>
internal sealed class Services : IAsyncDisposable
{
    private static readonly TimeSpan ReadyTime = TimeSpan.FromMinutes(1);

    private readonly Stack<ServiceProcess> _started = new();

    private Services(ServiceProcess api, IReadOnlyList<ServiceProcess> workers, string adminKey) =>
        (Api, Workers, Client) = (api, workers, new ApiClient(api.Port, adminKey));

    public ServiceProcess Api { get; }

    public IReadOnlyList<ServiceProcess> Workers { get; }

    public ApiClient Client { get; }

    public static async Task<Services> StartAsync(Servers servers, StackOptions options, CancellationToken cancellationToken)
    {
        var adminKey = "bench_" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        Dictionary<string, string> settings = new(StringComparer.OrdinalIgnoreCase)
        {
            ["Logging:LogLevel:Default"] = "Warning",
            ["ConnectionStrings:webhooksdb"] = servers.Postgres.ConnectionString(Servers.Database) + ";" + options.DatabaseOptions,
            ["ConnectionStrings:nats"] = servers.Nats.Url,
            ["ConnectionStrings:redis"] = servers.Redis.ConnectionString,
            ["Security:AllowHttp"] = "true",
            ["Security:AllowedNetworks:0"] = "127.0.0.0/8",
            ["Security:MasterKeys:0:Id"] = "bench",
            ["Security:MasterKeys:0:Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Api:AdminKey"] = adminKey,
        };
        foreach (var (name, value) in options.Settings)
        {
            settings[name.Replace("__", ":", StringComparison.Ordinal)] = value;
        }

        var worker = options.JitWorker ? WorkingCopy.JitWorker : WorkingCopy.NativeWorker;
        var services = new Services(
            Service("Webhooks.Api", WorkingCopy.Api),
            [.. Enumerable.Range(0, options.Workers).Select(_ => Service("Webhooks.Worker", worker))],
            adminKey);
        try
        {
            foreach (var service in (IEnumerable<ServiceProcess>)[services.Api, .. services.Workers])
            {
                cancellationToken.ThrowIfCancellationRequested();
                services._started.Push(service);
                await service.StartAsync();
                await Eventually.TrueAsync(service.IsReadyAsync, ReadyTime, () => $"{service.Name} is ready. {Describe(service)}");
            }

            return services;
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }

        ServiceProcess Service(string name, string program) =>
            new(name, settings, program) { EnvironmentName = "Production", WorkingDirectory = Path.GetDirectoryName(program) };
    }

    /// <summary>A sentence on how it is, with the last of what it said.</summary>
    public static string Describe(ServiceProcess service) =>
        $"{service.Name} {(service.HasExited ? "has ended" : "is running")}. The last it said:\n{service.Output}";

    /// <summary>From now on nobody takes what they write to their standard output and error: the pipes fill.</summary>
    public void LeaveUnread()
    {
        foreach (var service in (IEnumerable<ServiceProcess>)[Api, .. Workers])
        {
            service.IsRead = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        while (_started.TryPop(out var service))
        {
            await service.StopAsync();
        }
    }
}
