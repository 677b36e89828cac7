using Microsoft.Extensions.DependencyInjection;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Messaging;
using Webhooks.Core.Storage;

namespace Webhooks.Tests.Integration.Scale;

/// <summary>A second database with the same events, and everything that writes deliveries to work on it, alone.</summary>
internal sealed class CopyOfEvents : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public CopyOfEvents(string connectionString, string nats, string log)
    {
        var services = new ServiceCollection();
        services.AddSingleton(NpgsqlDataSource.Create(connectionString));
        services.AddSingleton<INatsConnection>(_ => new NatsConnection(new NatsOpts { Url = nats }));
        services.AddSingleton<INatsJSContext>(provider => new NatsJSContext(provider.GetRequiredService<INatsConnection>()));
        services.AddOptions<MessagingOptions>().Configure(options => options.Prefix = Support.Stack.NewPrefix());
        services.AddSingleton<StreamNames>();
        services.AddSingleton<StreamTopology>();
        services.AddSingleton<DeliveryPublisher>();
        services.AddSingleton<Partitions>();
        services.AddDeliveries();
        _services = services.BuildServiceProvider();
        Unwatched = NpgsqlDataSource.Create(connectionString + PlanLog.Off);
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        Plans = new PlanLog(log, name, NpgsqlDataSource.Create(connectionString + ";Pooling=false"), withDeadLetters: true);
    }

    public PlanLog Plans { get; }

    /// <summary>For what a test prepares.</summary>
    public NpgsqlDataSource Unwatched { get; }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await Plans.DisposeAsync();
        await Unwatched.DisposeAsync();
        await _services.DisposeAsync();
    }
}
