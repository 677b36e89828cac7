using Webhooks.Dashboard.Local;
using Webhooks.Dashboard.Overview;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;
using Webhooks.ServiceDefaults.Requests;

namespace Webhooks.Dashboard.Extensions;

internal static class ApplicationServices
{
    public static void AddApplicationServices(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = UnreadForm.MaxBytes;
        });
        Entrance.Add(builder.Services, ApplicationPipeline.UseEntrance);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddRazorComponents();
        builder.AddSessions();
        builder.Services.AddShell();
        builder.Services.AddOverview();
        builder.AddLocal();
    }
}
