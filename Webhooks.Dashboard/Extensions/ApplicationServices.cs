using Webhooks.Dashboard.Local;
using Webhooks.Dashboard.Overview;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.Extensions;

internal static class ApplicationServices
{
    // An event has 256 KiB at the most, and a form writes it percent-encoded.
    private const long MaxBodyBytes = 1024 * 1024;

    public static void AddApplicationServices(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddRazorComponents();
        builder.AddSessions();
        builder.Services.AddShell();
        builder.Services.AddOverview();
        builder.AddLocal();
    }
}
