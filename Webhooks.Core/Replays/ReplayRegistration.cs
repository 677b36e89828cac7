using Microsoft.Extensions.DependencyInjection;

namespace Webhooks.Core.Replays;

public static class ReplayRegistration
{
    /// <summary>What replays are kept and carried on by. Needs deliveries.</summary>
    public static void AddReplayTurns(this IServiceCollection services)
    {
        services.AddSingleton<ReplayStore>();
        services.AddSingleton<ReplayTurns>();
    }
}
