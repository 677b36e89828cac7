using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Webhooks.Dashboard.Sessions;

internal static class SessionsRegistration
{
    /// <summary>The name of the limit on attempts to sign in.</summary>
    public const string SignInLimit = "sign-in";

    /// <summary>The name of the limit on portal links that are followed.</summary>
    public const string PortalLimit = "portal";

    private const string ApplicationName = "Webhooks.Dashboard";

    public static void AddSessions(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<DashboardOptions>().BindConfiguration(DashboardOptions.Section)
            .ValidateSection(DashboardOptions.Section, new DashboardOptionsValidator());
        services.AddWebhooksClient();
        services.AddSingleton<KeyHolders>();
        services.AddSingleton<ActingKeys>();
        var protection = services.AddDataProtection().SetApplicationName(ApplicationName);
        if (builder.Configuration[$"{DashboardOptions.Section}:{nameof(DashboardOptions.KeyFolder)}"] is { Length: > 0 } folder)
        {
            protection.PersistKeysToFileSystem(new DirectoryInfo(folder));
        }

        services.AddOptions<KeyManagementOptions>().Configure<IOptions<DashboardOptions>>(static (keys, options) =>
        {
            if (options.Value.SessionKey is { Length: > 0 } secret)
            {
                keys.XmlRepository = new SessionKeyStore(Convert.FromBase64String(secret));
                keys.AutoGenerateKeys = false;
            }
        });

        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<IOptions<DashboardOptions>, CookieRule>(static (cookie, options, rule) =>
            {
                cookie.ExpireTimeSpan = TimeSpan.FromHours(options.Value.SessionHours);
                cookie.SlidingExpiration = false;
                rule.Apply(cookie.Cookie, "webhooks-session");
            });
        services.AddSingleton<CookieRule>();
        services.AddAntiforgery();
        services.AddOptions<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>().Configure<CookieRule>(static (form, rule) =>
        {
            form.Cookie = new FormCookie(rule.IsSecure);
            rule.Apply(form.Cookie, "webhooks-form");
            form.Cookie.SecurePolicy = CookieSecurePolicy.None;
            form.SuppressXFrameOptionsHeader = true;
        });
        services.AddRateLimiter(static limiter => limiter
            .AddPolicy(SignInLimit, static context => PerMinute(context, static options => options.SignInsPerMinute))
            .AddPolicy(PortalLimit, static context => PerMinute(context, static options => options.PortalLinksPerMinute)));
    }

    // Of one address.
    private static RateLimitPartition<string> PerMinute(HttpContext context, Func<DashboardOptions, int> most) => RateLimitPartition.GetFixedWindowLimiter(
        context.Connection.RemoteIpAddress?.ToString() ?? "",
        _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = most(context.RequestServices.GetRequiredService<IOptions<DashboardOptions>>().Value),
            Window = TimeSpan.FromMinutes(1),
        });
}
