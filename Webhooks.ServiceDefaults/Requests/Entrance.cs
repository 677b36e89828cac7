using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.DependencyInjection;

namespace Webhooks.ServiceDefaults.Requests;

/// <summary>What stands before the filter of host names too, which the server puts before everything else.</summary>
public sealed class Entrance : IStartupFilter
{
    private readonly Action<IApplicationBuilder> _build;

    private Entrance(Action<IApplicationBuilder> build) => _build = build;

    /// <param name="services">Of a service.</param>
    /// <param name="build">Places what gives the filter's answer, which has no body then, one to read.</param>
    public static void Add(IServiceCollection services, Action<IApplicationBuilder> build)
    {
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter>(new Entrance(build)));
        services.Configure<HostFilteringOptions>(static hosts => hosts.IncludeFailureMessage = false);
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        _build(app);
        next(app);
    };
}
