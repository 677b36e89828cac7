using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NATS.Client.Core;
using NATS.Client.Hosting;
using NATS.Client.JetStream;
using Webhooks.ServiceDefaults.Messaging;

namespace Microsoft.Extensions.Hosting;

public static class MessagingExtensions
{
    /// <summary>
    /// Registers <see cref="NatsConnection"/>, <see cref="INatsConnection"/> and <see cref="INatsJSContext"/> for
    /// <c>ConnectionStrings:{connectionName}</c>, and the health check <c>nats</c>. The server may start later than the service.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="connectionName">The name of the connection string, such as <c>nats://user:password@host:4222</c>.</param>
    /// <param name="configure">Has the last word on the options.</param>
    public static TBuilder AddWebhooksMessaging<TBuilder>(
        this TBuilder builder, string connectionName = "nats", Func<NatsOpts, NatsOpts>? configure = null)
        where TBuilder : IHostApplicationBuilder
    {
        var url = builder.RequireConnectionString(connectionName);
        builder.Services.AddOptions<NatsOptions>().BindConfiguration(NatsOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<NatsOptions>, NatsOptionsValidator>();
        var nats = builder.Configuration.GetSection(NatsOptions.Section).Get<NatsOptions>() ?? new NatsOptions();
        builder.Services.AddNats(configureOpts: options =>
        {
            var ours = options with
            {
                AuthOpts = options.AuthOpts with { CredsFile = nats.CredentialsFile },
                TlsOpts = options.TlsOpts with { CaFile = nats.CaFile, CertFile = nats.CertificateFile, KeyFile = nats.KeyFile },
                Url = url,
                Name = builder.Environment.ApplicationName,
                RetryOnInitialConnect = true,
                IgnoreAuthErrorAbort = true,

                // The client's own 2 s to 5 s would be most of the time that a broker's restart takes.
                ReconnectWaitMin = TimeSpan.FromMilliseconds(100),
                ReconnectWaitMax = TimeSpan.FromSeconds(2),
            };
            return configure?.Invoke(ours) ?? ours;
        });
        builder.Services.AddSingleton<INatsJSContext>(static services => new NatsJSContext(services.GetRequiredService<NatsConnection>()));
        builder.Services.AddHostedService<NatsActivation>();
        builder.Services.AddHealthChecks().AddCheck<NatsHealthCheck>("nats");
        return builder;
    }
}
