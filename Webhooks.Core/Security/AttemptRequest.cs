namespace Webhooks.Core.Security;

/// <summary>A request that <see cref="GuardedConnector"/> tells how long connecting took. A member, because each option of a request costs it a dictionary.</summary>
public sealed class AttemptRequest(HttpMethod method, Uri url, AttemptPhases phases) : HttpRequestMessage(method, url)
{
    public AttemptPhases Phases { get; } = phases;
}
