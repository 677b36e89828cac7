using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;
using Webhooks.Bench.Load;
using Webhooks.Bench.Stack;

namespace Webhooks.Bench.Measure;

/// <summary>The load generator, the sink and a look into the database around a running stack, with the tenants of a run.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RecordPause = TimeSpan.FromMilliseconds(50);

    private readonly List<string> _keys = [];
    private readonly List<RequestTemplate> _templates = [];

    public Rig(RunningStack stack, TrafficOptions options)
    {
        (Servers, Services, Options) = (stack.Servers, stack.Services, options);
        Sink = new Sink(options.BodyBytes);
        Database = NpgsqlDataSource.Create(Servers.Postgres.ConnectionString(Servers.Database) + ";Maximum Pool Size=2");
    }

    public Servers Servers { get; }

    public Services Services { get; }

    public TrafficOptions Options { get; }

    public Sink Sink { get; }

    public NpgsqlDataSource Database { get; }

    /// <summary>The API key of each tenant.</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <summary>What is posted for each tenant.</summary>
    public IReadOnlyList<RequestTemplate> Templates => _templates;

    /// <summary>The number of the next event.</summary>
    public long NextSequence { get; private set; }

    /// <summary>Ids sort as the tenants' numbers do.</summary>
    public static string TenantId(int tenant) => string.Create(CultureInfo.InvariantCulture, $"bench-{tenant:D4}");

    public async Task CreateTenantsAsync(CancellationToken cancellationToken)
    {
        for (var tenant = 0; tenant < Options.Tenants; tenant++)
        {
            var key = await Services.Client.CreateTenantAsync(TenantId(tenant), Url(tenant, 0), cancellationToken);
            for (var endpoint = 1; endpoint < Options.EndpointsPerTenant; endpoint++)
            {
                await Services.Client.AddEndpointAsync(key, Url(tenant, endpoint), cancellationToken);
            }

            _keys.Add(key);
            _templates.Add(new RequestTemplate(Services.Client.Address, key, Options.BodyBytes, Options.HasKeys));
        }
    }

    /// <summary>The same load, without the first tenants, until the services' code is compiled and their pools are full; then the disk is quiet.</summary>
    public async Task WarmUpAsync(int without, CancellationToken cancellationToken)
    {
        var templates = _templates.Skip(without).ToList();
        var ledger = new EventLedger(0, templates.Count, Options.EndpointsPerTenant);
        // The sink knows tenants by their own number, whoever is missing from the templates.
        var arrivals = new EventLedger(0, Options.Tenants, Options.EndpointsPerTenant);
        Sink.Use(arrivals);
        var load = await LoadAsync(templates, Options.WarmUp, ledger, cancellationToken);
        await ArriveAsync(ledger, arrivals, Options.DrainTime, cancellationToken);
        await RecordAsync(ledger.Awaited, without, Options.DrainTime, cancellationToken);
        if (load.Accepted == 0)
        {
            throw new InvalidOperationException($"Nothing was accepted. {Services.Describe(Services.Api)}");
        }

        await Servers.FlushAsync(cancellationToken);
    }

    public async Task<LoadOutcome> LoadAsync(
        IReadOnlyList<RequestTemplate> templates, TimeSpan duration, EventLedger ledger, CancellationToken cancellationToken)
    {
        var plan = new LoadPlan
        {
            Server = Services.Client.Address,
            Templates = templates,
            Connections = Options.Connections,
            Duration = duration,
            Rate = Options.Rate,
        };
        try
        {
            var load = await LoadGenerator.RunAsync(plan, ledger, NextSequence, cancellationToken);
            NextSequence += load.Sent;
            return load;
        }
        catch (SocketException error)
        {
            throw new InvalidOperationException($"The load stopped: {error.Message}. {Services.Describe(Services.Api)}", error);
        }
    }

    /// <summary>Waits until what was accepted has arrived, or the time is over.</summary>
    public static async Task ArriveAsync(EventLedger accepted, EventLedger arrivals, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (arrivals.Arrived < accepted.Awaited && Stopwatch.GetElapsedTime(start) < patience)
        {
            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>Waits until so many deliveries of the tenants from <paramref name="firstTenant"/> on are recorded as delivered, or the time is over.</summary>
    public async Task RecordAsync(long delivered, int firstTenant, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (await RecordedState.CountDeliveredAsync(Database, TenantId(firstTenant), cancellationToken) < delivered
            && Stopwatch.GetElapsedTime(start) < patience)
        {
            await Task.Delay(RecordPause, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Sink.DisposeAsync();
        await Database.DisposeAsync();
    }

    private string Url(int tenant, int endpoint)
    {
        var path = new SinkPath(Options.AsideHangs && tenant < Options.Aside, tenant, endpoint);
        return path.Hangs && Options.AsideHangsInTls ? Sink.HungTlsUrl(path) : Sink.Url(path);
    }
}
