using Webhooks.Client;

namespace Webhooks.Dashboard.Endpoints;

/// <summary>Which endpoints of a tenant take nothing, so that a page says why in the place of a button that could only fail.</summary>
public sealed class Obstacles
{
    private const int PageSize = 100;
    private const string Disabled = "disabled";

    private readonly IReadOnlyDictionary<string, string>? _states;

    private Obstacles(IReadOnlyDictionary<string, string>? states) => _states = states;

    /// <param name="isAsked">False where nothing on the page would be sent.</param>
    public static async Task<Obstacles> FindAsync(WebhooksClient read, bool isAsked, CancellationToken cancellationToken)
    {
        if (!isAsked)
        {
            return new Obstacles(states: null);
        }

        // Of all: what is not among them is deleted.
        var states = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var endpoint in read.Endpoints.ListAsync(PageSize, cancellationToken))
        {
            states[endpoint.Id] = endpoint.State;
        }

        return new Obstacles(states);
    }

    public Obstacle Of(string endpointId) => _states is null ? Obstacle.None
        : !_states.TryGetValue(endpointId, out var state) ? Obstacle.Deleted
        : state == Disabled ? Obstacle.Disabled
        : Obstacle.None;
}
