using Webhooks.Client.Http;

namespace Webhooks.Client;

/// <summary>What could not be delivered, and its second chance.</summary>
public sealed class DeadLettersClient
{
    private const string Path = "v1/dlq";

    private readonly ApiConnection _api;

    internal DeadLettersClient(ApiConnection api) => _api = api;

    /// <summary>Newest first, one page.</summary>
    /// <param name="token">Of the page before; the first page when null.</param>
    public async Task<Page<DeadLetter>> ListPageAsync(int? pageSize = null, string? token = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryText(Path).Add("limit", pageSize).Add("next_token", token).ToString();
        var page = await _api.GetAsync(path, ClientJson.Default.DeadLetterList, cancellationToken).ConfigureAwait(false);
        return new Page<DeadLetter>(page.Items, page.NextToken);
    }

    /// <summary>Newest first, page by page as they are enumerated.</summary>
    /// <param name="pageSize">Dead letters per request to the API, 1 to 100. Default 50.</param>
    public IAsyncEnumerable<DeadLetter> ListAsync(int? pageSize = null, CancellationToken cancellationToken = default) =>
        Pages.ReadAsync(
            (token, stop) => _api.GetAsync(
                new QueryText(Path).Add("limit", pageSize).Add("next_token", token).ToString(), ClientJson.Default.DeadLetterList, stop),
            static page => (page.Items, page.NextToken),
            cancellationToken);

    public Task<DeadLetter> GetAsync(string deadLetterId, CancellationToken cancellationToken = default) =>
        _api.GetAsync($"{Path}/{Id.Escape(deadLetterId)}", ClientJson.Default.DeadLetter, cancellationToken);

    /// <summary>Removes one; its delivery stays failed.</summary>
    public Task DeleteAsync(string deadLetterId, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync($"{Path}/{Id.Escape(deadLetterId)}", cancellationToken);

    /// <summary>Delivers one again.</summary>
    /// <exception cref="WebhooksApiException">conflict: its delivery is no longer failed, or the event is past its retention.</exception>
    public Task<ReplayedDeadLetter> ReplayAsync(string deadLetterId, CancellationToken cancellationToken = default) =>
        _api.PostAsync($"{Path}/{Id.Escape(deadLetterId)}/replay", ClientJson.Default.ReplayedDeadLetter, cancellationToken);

    /// <summary>Delivers many again, oldest first.</summary>
    /// <param name="batchSize">Per transaction, 1 to 100. Default 10.</param>
    /// <param name="maxMessages">At the most, 1 to 1,000. Default 100.</param>
    public Task<RequeueResult> RequeueAsync(int? batchSize = null, int? maxMessages = null, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post,
            $"{Path}/requeue",
            new RequeueRequest(batchSize, maxMessages),
            ClientJson.Default.RequeueRequest,
            ClientJson.Default.RequeueResult,
            cancellationToken);
}
