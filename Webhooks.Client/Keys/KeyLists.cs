using Webhooks.Client.Http;

namespace Webhooks.Client;

internal static class KeyLists
{
    public static IAsyncEnumerable<ApiKey> ListKeysAsync(this ApiConnection api, string path, int? pageSize, CancellationToken cancellationToken) =>
        Pages.ReadAsync(
            (token, stop) => api.GetAsync(
                new QueryText(path).Add("limit", pageSize).Add("next_token", token).ToString(), ClientJson.Default.ApiKeyList, stop),
            static page => (page.Items, page.NextToken),
            cancellationToken);
}
