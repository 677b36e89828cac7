using System.Collections.Concurrent;
using Webhooks.Client;

namespace Webhooks.Dashboard.Search;

/// <summary>What a look into each tenant has come to.</summary>
/// <param name="Paths">Of the pages that show it.</param>
/// <param name="Tenants">That were looked into.</param>
/// <param name="IsWhole">False when there are more tenants, or time was over.</param>
public sealed record Finding(IReadOnlyList<string> Paths, int Tenants, bool IsWhole)
{
    private const int MostTenants = 100;
    private const int AtOnce = 4;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    internal static async Task<Finding> InEveryTenantAsync(WebhooksClient client, string text, CancellationToken cancellationToken)
    {
        var tenants = await client.Tenants.ListPageAsync(MostTenants, cancellationToken: cancellationToken);
        if (tenants.Items.Any(one => one.TenantId == text))
        {
            return new Finding([$"/tenants/{text}"], tenants.Items.Count, IsWhole: true);
        }

        var (paths, looked) = (new ConcurrentBag<string>(), 0);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Longest);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = late.Token };
        try
        {
            await Parallel.ForEachAsync(tenants.Items.Select(static one => one.TenantId), options, async (tenant, token) =>
            {
                if (await Places.FindAsync(client.ReadTenant(tenant), $"/tenants/{tenant}", text, token) is { } path)
                {
                    paths.Add(path);
                }

                Interlocked.Increment(ref looked);
            });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What was found by then is shown, and that it is not all.
        }

        return new Finding([.. paths.Order(StringComparer.Ordinal)], looked, tenants.NextToken is null && looked == tenants.Items.Count);
    }
}
