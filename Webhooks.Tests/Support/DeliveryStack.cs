using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Webhooks.Api.Ingest;
using Webhooks.Core.Tenants;
using Webhooks.Testing;
using Webhooks.Worker.Jobs;

namespace Webhooks.Tests.Support;

/// <summary>A stack inside the tests' process, on the servers that all tests share.</summary>
internal sealed class DeliveryStack : Stack
{
    private static readonly Lazy<Task<DeliveryStack>> Common = new(() => StartAsync());

    private readonly Dictionary<string, string> _settings;
    private readonly ServiceHost<EventIngest> _api;
    private ServiceHost<WorkerOptions>? _worker;

    private DeliveryStack(string connectionString, Dictionary<string, string> settings)
        : base(connectionString)
    {
        _settings = settings;
        _api = new ServiceHost<EventIngest>(settings);
        Api = _api.Address;
    }

    public override Uri Api { get; }

    public Uri Worker => _worker!.Address;

    public string Prefix => _settings["Messaging:Prefix"];

    public string Stream => Prefix.ToUpperInvariant();

    public INatsConnection Nats => _api.Get<INatsConnection>();

    /// <summary>The one of all tests that do nothing but deliver.</summary>
    public static Task<DeliveryStack> GetAsync() => Common.Value;

    public static async Task<DeliveryStack> StartAsync(params (string Key, string Value)[] settings)
    {
        var stack = await StartWithoutWorkerAsync(settings);
        await stack.StartWorkerAsync();
        return stack;
    }

    public static async Task<DeliveryStack> StartWithoutWorkerAsync(params (string Key, string Value)[] settings)
    {
        var servers = await TestServers.GetAsync();
        var database = await servers.Postgres.CreateDatabaseAsync();
        var stack = new DeliveryStack(database, StackSettings.For(database, servers.Nats, servers.Redis, NewPrefix(), settings));
        await UntilReadyAsync(stack.Api);
        await Eventually.TrueAsync(async () => await stack.TryReadStreamAsync() is not null, "the stream exists");
        return stack;
    }

    /// <param name="services">Adds to the worker's own.</param>
    public async Task StartWorkerAsync(Action<IServiceCollection>? services = null)
    {
        _worker = new ServiceHost<WorkerOptions>(_settings, services);
        await UntilReadyAsync(_worker.Address);
    }

    /// <summary>A service of the running worker.</summary>
    public T OfWorker<T>()
        where T : notnull => _worker!.Get<T>();

    /// <summary>Another one beside the first.</summary>
    public ServiceHost<WorkerOptions> AddWorker(params (string Key, string Value)[] settings) =>
        new(_settings.Concat(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))));

    /// <summary>One in a process of its own.</summary>
    public ServiceProcess WorkerProcess() => new("Webhooks.Worker", _settings);

    /// <summary>Waits until a worker has so many deliveries in its hands.</summary>
    public static async Task UntilHeldAsync(Uri worker, int count)
    {
        using var http = new HttpClient();
        await Eventually.TrueAsync(
            async () => Regex.IsMatch(await http.GetStringAsync(new Uri(worker, "/metrics")), $@"^webhook_held(\{{[^}}]*\}})? {count}\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)),
            "the worker holds them");
    }

    /// <summary>One in a process of its own, from its native program.</summary>
    public ServiceProcess NativeWorker(string program) => new("Webhooks.Worker", _settings, program);

    public async Task StopWorkerAsync()
    {
        if (Interlocked.Exchange(ref _worker, null) is { } worker)
        {
            await worker.DisposeAsync();
        }
    }

    public override async Task UntilKnownAsync(TestEndpoint endpoint)
    {
        await _api.Get<ConfigDirectory>().ReloadAsync(endpoint.TenantId, CancellationToken.None);
        if (_worker is { } worker)
        {
            await worker.Get<ConfigDirectory>().ReloadAsync(endpoint.TenantId, CancellationToken.None);
        }
    }

    public Task<StreamInfo> StreamAsync() => StreamAsync(Stream);

    public Task<StreamInfo> DeadLetterStreamAsync() => StreamAsync(Stream + "_DLQ");

    /// <summary>Waits until no message of any delivery is left.</summary>
    public Task UntilStreamIsEmptyAsync() =>
        Eventually.TrueAsync(async () => await TryReadStreamAsync() is { State.Messages: 0 }, "the stream is empty");

    /// <summary>Waits until no message of this event's deliveries can be on its way: later ones of their kind have come and gone.</summary>
    public async Task UntilStreamIsEmptyOfAsync(Guid eventId)
    {
        var endpoint = await AddEndpointAsync(StackSettings.Fast);
        endpoint.Script(Reply.Status(500), Reply.Ok);
        Assert.NotEqual(eventId, await endpoint.PostAsync());
        await endpoint.UntilVisitsAsync(2);
    }

    public override async ValueTask DisposeAsync()
    {
        await StopWorkerAsync();
        await _api.DisposeAsync();
        await base.DisposeAsync();
    }

    private static async Task UntilReadyAsync(Uri service)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    using var response = await http.GetAsync(new Uri(service, "/health"));
                    return response.IsSuccessStatusCode;
                }
                catch (OperationCanceledException)
                {
                    return false;
                }
            },
            "the service is ready");
    }

    private async Task<StreamInfo?> TryReadStreamAsync()
    {
        try
        {
            return await StreamAsync();
        }
        catch (NatsJSApiException error) when (error.Error.Code == 404)
        {
            return null;
        }
    }

    private async Task<StreamInfo> StreamAsync(string name) =>
        (await new NatsJSContext((NatsConnection)Nats).GetStreamAsync(name)).Info;
}
