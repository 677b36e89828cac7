using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Webhooks.ServiceDefaults.Health;

/// <summary>Tells operators from strangers.</summary>
internal sealed class OperatorAccess(IOptions<OperatorOptions> options, IHostEnvironment environment, IEnumerable<IOperatorKeys> keys)
{
    private const string Scheme = "Bearer ";

    private readonly IOperatorKeys[] _keys = [.. keys];

    /// <summary>In Development a service without keys of its own shows them to everybody.</summary>
    public bool SeesDetails(HttpContext context) => (environment.IsDevelopment() && _keys.Length == 0) || IsOperator(context);

    public bool SeesMetrics(HttpContext context) => environment.IsDevelopment() || IsOperator(context);

    private bool IsOperator(HttpContext context)
    {
        if (options.Value.ManagementPort is > 0 and var port && context.Connection.LocalPort == port)
        {
            return true;
        }

        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var key = header[Scheme.Length..].Trim();
        return IsScrapeKey(key) || Array.Exists(_keys, known => known.IsOperators(key));
    }

    private bool IsScrapeKey(string key) =>
        options.Value.ScrapeKey is { Length: > 0 } wanted
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), SHA256.HashData(Encoding.UTF8.GetBytes(wanted)));
}

internal static class OperatorAccessExtensions
{
    private const string Needed =
        "Send the scrape key in the header 'Authorization: Bearer <key>', or ask on the management port: Operator:ScrapeKey and Operator:ManagementPort.\n";

    public static void AddOperatorAccess(this IServiceCollection services)
    {
        services.AddOptions<OperatorOptions>().BindConfiguration(OperatorOptions.Section)
            .ValidateSection(OperatorOptions.Section, new OperatorOptionsValidator());
        services.AddSingleton<OperatorAccess>();
    }

    /// <summary>Routes of this group answer operators only.</summary>
    public static IEndpointRouteBuilder MapOperators(this WebApplication app)
    {
        var access = app.Services.GetRequiredService<OperatorAccess>();
        var group = app.MapGroup("");
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            var scrape = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => access.SeesMetrics(context) ? scrape(context) : RefuseAsync(context);
        });
        return group;
    }

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"webhooks\"";
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(Needed, context.RequestAborted);
    }
}
