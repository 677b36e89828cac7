using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Webhooks.ServiceDefaults.Messaging;

namespace Microsoft.Extensions.Hosting;

public static class MessagingExtensions
{
    /// <summary>
    /// The connection of <c>ConnectionStrings:{connectionName}</c>, its JetStream context, and a readiness check. The
    /// service starts without the broker and connects whenever it is there.
    /// </summary>
    public static IHostApplicationBuilder AddWebhooksMessaging(this IHostApplicationBuilder builder, string connectionName)
    {
        builder.Services.AddSingleton(provider => new NatsConnection(NatsOpts.Default with
        {
            Url = builder.Configuration.GetConnectionString(connectionName)
                ?? throw new InvalidOperationException($"ConnectionStrings:{connectionName} is missing."),
            Name = builder.Environment.ApplicationName,
            RetryOnInitialConnect = true,
            MaxReconnectRetry = -1,
            ReconnectWaitMin = TimeSpan.FromMilliseconds(100),
            ReconnectWaitMax = TimeSpan.FromSeconds(2),
            LoggerFactory = provider.GetRequiredService<ILoggerFactory>(),
        }));
        builder.Services.AddSingleton<INatsConnection>(provider => provider.GetRequiredService<NatsConnection>());
        builder.Services.AddSingleton<INatsJSContext>(provider => new NatsJSContext(provider.GetRequiredService<NatsConnection>()));
        builder.Services.AddHostedService<NatsConnector>();
        builder.Services.AddHealthChecks().AddCheck<NatsHealthCheck>("nats");
        return builder;
    }
}
