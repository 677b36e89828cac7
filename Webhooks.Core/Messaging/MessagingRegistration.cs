using Microsoft.Extensions.DependencyInjection;

namespace Webhooks.Core.Messaging;

public static class MessagingRegistration
{
    /// <summary>The streams: what they are called, and that they exist. <see cref="MessagingOptions"/> are the service's part.</summary>
    public static void AddStreams(this IServiceCollection services)
    {
        services.AddSingleton<StreamNames>();
        services.AddSingleton<StreamTopology>();
    }
}
