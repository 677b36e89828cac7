using System.Diagnostics;

namespace NATS.Client.Core;

/// <summary>Activity source <c>NATS.Net</c>; nothing happens, and nothing is injected, while nobody listens to it.</summary>
internal static class Telemetry
{
    private static readonly ActivitySource Source = new("NATS.Net", "3.1.0");

    /// <summary>The activity whose context goes out with the message.</summary>
    public static Activity? StartPublish(string subject)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var activity = Source.StartActivity($"{subject} publish", ActivityKind.Producer);
        activity?.SetTag("messaging.system", "nats");
        activity?.SetTag("messaging.operation", "publish");
        activity?.SetTag("messaging.destination.name", subject);
        return activity;
    }
}
