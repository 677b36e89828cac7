using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Webhooks.Client;

namespace Microsoft.Extensions.DependencyInjection;

public static class WebhooksClientExtensions
{
    // A page of dead letters with the largest payloads has about 26 MB.
    private const int MaxAnswerBytes = 64 << 20;

    private static readonly TimeSpan PooledConnectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>Adds a <see cref="WebhooksClient"/> for <c>https+http://api</c> without a key of its own.</summary>
    public static IHttpClientBuilder AddWebhooksClient(this IServiceCollection services) => services.AddWebhooksClient(static _ => { });

    /// <summary>Adds a <see cref="WebhooksClient"/> as a typed client; the returned builder adds handlers, such as resilience.</summary>
    /// <remarks>A handler that repeats a POST may send an event twice, unless the event has an idempotency key.</remarks>
    public static IHttpClientBuilder AddWebhooksClient(this IServiceCollection services, Action<WebhooksClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<WebhooksClientOptions>().Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WebhooksClientOptions>, WebhooksClientOptionsValidator>());
        return services
            .AddHttpClient<WebhooksClient>(static (provider, http) => Prepare(http, Options(provider)))
            .ConfigurePrimaryHttpMessageHandler(static provider => new SocketsHttpHandler
            {
                ConnectTimeout = Options(provider).ConnectTimeout,
                PooledConnectionLifetime = PooledConnectionLifetime,
                AllowAutoRedirect = false,
            });
    }

    private static WebhooksClientOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<WebhooksClientOptions>>().Value;

    private static void Prepare(HttpClient http, WebhooksClientOptions options)
    {
        var address = options.BaseAddress;
        http.BaseAddress = address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + '/');
        http.Timeout = options.Timeout;
        http.MaxResponseContentBufferSize = MaxAnswerBytes;
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Aspire-Webhooks-Client", typeof(WebhooksClient).Assembly.GetName().Version?.ToString(3)));
        if (options.ApiKey is { } key)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }
}
