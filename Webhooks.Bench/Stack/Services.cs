using System.Globalization;
using System.Security.Cryptography;

namespace Webhooks.Bench.Stack;

/// <summary>The services under test, configured as for production, with logs from Warning up.</summary>
internal sealed class Services : IAsyncDisposable
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);

    private Services(ChildProcess api, IReadOnlyList<ChildProcess> workers, ApiClient client) => (Api, Workers, Client) = (api, workers, client);

    public ChildProcess Api { get; }

    public IReadOnlyList<ChildProcess> Workers { get; }

    public ApiClient Client { get; }

    public static async Task<Services> StartAsync(Servers servers, Repository repository, StackOptions options, CancellationToken cancellationToken)
    {
        var adminKey = "bench_" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        var shared = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["Logging__LogLevel__Default"] = "Warning",
            ["ConnectionStrings__webhooksdb"] = servers.Postgres.ConnectionString(Servers.Database) + ";" + options.DatabaseOptions,
            ["ConnectionStrings__nats"] = servers.Nats.Url,
            ["ConnectionStrings__redis"] = servers.Redis.ConnectionString,
            ["Security__AllowHttp"] = "true",
            ["Security__AllowedNetworks__0"] = "127.0.0.0/8",
            ["Security__MasterKeys__0__Id"] = "bench",
            ["Security__MasterKeys__0__Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Api__AdminKey"] = adminKey,
        };
        foreach (var (name, value) in options.Settings)
        {
            shared[name] = value;
        }

        var workers = new List<ChildProcess>();
        var apiPort = Ports.Free();
        var api = await StartAsync("api", new ProcessSpec("dotnet", repository.Api), apiPort, shared, cancellationToken);
        var services = new Services(api, workers, new ApiClient(apiPort, adminKey));
        try
        {
            var program = options.JitWorker ? new ProcessSpec("dotnet", repository.JitWorker) : new ProcessSpec(repository.NativeWorker);
            while (workers.Count < options.Workers)
            {
                var name = options.Workers == 1 ? "worker" : $"worker {(workers.Count + 1).ToString(CultureInfo.InvariantCulture)}";
                workers.Add(await StartAsync(name, program, Ports.Free(), shared, cancellationToken));
            }

            return services;
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        foreach (var worker in Workers)
        {
            await worker.DisposeAsync();
        }

        await Api.DisposeAsync();
    }

    private static async Task<ChildProcess> StartAsync(
        string name, ProcessSpec spec, int port, Dictionary<string, string> shared, CancellationToken cancellationToken)
    {
        var url = $"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}";
        var process = await ChildProcess.StartAsync(
            name,
            spec with
            {
                Environment = new Dictionary<string, string>(shared, StringComparer.Ordinal) { ["ASPNETCORE_URLS"] = url },
                WorkingDirectory = Path.GetDirectoryName(spec.Arguments is [var dll, ..] ? dll : spec.Command),
            });
        using var http = new HttpClient { BaseAddress = new Uri(url), Timeout = ProbeTimeout };
        try
        {
            await process.WaitUntilAsync(token => IsHealthyAsync(http, token), cancellationToken);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private static async Task<bool> IsHealthyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/health", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
