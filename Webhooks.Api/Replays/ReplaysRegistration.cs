using Webhooks.Core.Replays;

namespace Webhooks.Api.Replays;

internal static class ReplaysRegistration
{
    public static void AddReplays(this IServiceCollection services)
    {
        services.AddReplayTurns();
        services.AddSingleton<ReplayForm>();
        services.AddHostedService<ReplayRunner>();
    }
}
