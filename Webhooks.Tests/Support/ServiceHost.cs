using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Webhooks.Tests.Support;

/// <summary>A service inside the tests' process, with its own Program and its own port.</summary>
/// <typeparam name="TMarker">Any public type of the service.</typeparam>
internal sealed class ServiceHost<TMarker> : IAsyncDisposable
    where TMarker : class
{
    private readonly WebApplicationFactory<TMarker> _factory;

    public ServiceHost(IEnumerable<KeyValuePair<string, string>> settings, Action<IServiceCollection>? services = null)
    {
        _factory = new WebApplicationFactory<TMarker>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.UseUrls("http://127.0.0.1:0");
            foreach (var (key, value) in settings)
            {
                host.UseSetting(key, value);
            }

            host.ConfigureServices(services ?? (static _ => { }));
        });
        _factory.UseKestrel(0);
        _factory.StartServer();
        Address = _factory.ClientOptions.BaseAddress;
    }

    public Uri Address { get; }

    public T Get<T>()
        where T : notnull => _factory.Services.GetRequiredService<T>();

    /// <summary>Stops it in order, as SIGTERM would.</summary>
    public ValueTask DisposeAsync() => _factory.DisposeAsync();
}
