using Webhooks.Client.Http;

namespace Webhooks.Client;

/// <summary>Sends many deliveries again, at a rate, with a preview, a pause and an end.</summary>
public sealed class ReplaysClient
{
    private const string Path = "v1/replays";

    private readonly ApiConnection _api;

    internal ReplaysClient(ApiConnection api) => _api = api;

    /// <summary>How many deliveries a replay would send, and the first ten. Sends nothing.</summary>
    public Task<ReplayPreview> PreviewAsync(ReplayFilter filter, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post, Path, new ReplayRequest(filter, Rate: null, DryRun: true), ClientJson.Default.ReplayRequest, ClientJson.Default.ReplayPreview, cancellationToken);

    /// <summary>Starts one; it goes on whatever process ends.</summary>
    /// <param name="filter">Which deliveries: those that are there now.</param>
    /// <param name="rate">Deliveries per second at the most, 0.1 to 1,000. Default 100.</param>
    /// <exception cref="WebhooksApiException">conflict: as many replays of the tenant are running or paused as may be.</exception>
    public Task<Replay> StartAsync(ReplayFilter filter, double? rate = null, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post, Path, new ReplayRequest(filter, rate, DryRun: null), ClientJson.Default.ReplayRequest, ClientJson.Default.Replay, cancellationToken);

    /// <summary>Newest first, one page.</summary>
    /// <param name="token">Of the page before; the first page when null.</param>
    public async Task<Page<Replay>> ListPageAsync(int? pageSize = null, string? token = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryText(Path).Add("limit", pageSize).Add("next_token", token).ToString();
        var page = await _api.GetAsync(path, ClientJson.Default.ReplayList, cancellationToken).ConfigureAwait(false);
        return new Page<Replay>(page.Items, page.NextToken);
    }

    /// <summary>Newest first, page by page as they are enumerated.</summary>
    /// <param name="pageSize">Replays per request to the API, 1 to 100. Default 50.</param>
    public IAsyncEnumerable<Replay> ListAsync(int? pageSize = null, CancellationToken cancellationToken = default) =>
        Pages.ReadAsync(
            (token, stop) => _api.GetAsync(
                new QueryText(Path).Add("limit", pageSize).Add("next_token", token).ToString(), ClientJson.Default.ReplayList, stop),
            static page => (page.Items, page.NextToken),
            cancellationToken);

    public Task<Replay> GetAsync(string replayId, CancellationToken cancellationToken = default) =>
        _api.GetAsync(Of(replayId), ClientJson.Default.Replay, cancellationToken);

    /// <exception cref="WebhooksApiException">conflict: it has ended.</exception>
    public Task<Replay> PauseAsync(string replayId, CancellationToken cancellationToken = default) => MoveAsync(replayId, "pause", cancellationToken);

    /// <exception cref="WebhooksApiException">conflict: it has ended.</exception>
    public Task<Replay> ResumeAsync(string replayId, CancellationToken cancellationToken = default) => MoveAsync(replayId, "resume", cancellationToken);

    /// <summary>Ends it; what it has sent stays sent.</summary>
    /// <exception cref="WebhooksApiException">conflict: it has ended.</exception>
    public Task<Replay> CancelAsync(string replayId, CancellationToken cancellationToken = default) => MoveAsync(replayId, "cancel", cancellationToken);

    private Task<Replay> MoveAsync(string replayId, string how, CancellationToken cancellationToken) =>
        _api.PostAsync($"{Of(replayId)}/{how}", ClientJson.Default.Replay, cancellationToken);

    private static string Of(string replayId) => $"{Path}/{Id.Escape(replayId)}";
}
