namespace Webhooks.Api.EventTypes.Schemas;

/// <summary>
/// What a schema asks of every single value, judged when it is saved. Subschemas that look at the same value, by <c>$ref</c>, <c>allOf</c> and the
/// like, add up, and one that comes to itself that way would never end.
/// </summary>
internal static class SchemaCost
{
    private const long MaxChecksOfOneValue = 2_000;

    /// <exception cref="SchemaException">It never ends, or asks too much.</exception>
    public static void Judge(IEnumerable<KeyValuePair<string, SchemaNode>> nodes)
    {
        var costs = new Dictionary<SchemaNode, long>();
        foreach (var (path, node) in nodes)
        {
            if (Of(node, path, costs) > MaxChecksOfOneValue)
            {
                throw new SchemaException($"The schema at {path} checks each value more than {MaxChecksOfOneValue} times, by its references and combinations. Write it with fewer.");
            }
        }
    }

    // 0 marks what is being looked at.
    private static long Of(SchemaNode node, string path, Dictionary<SchemaNode, long> costs)
    {
        if (costs.TryGetValue(node, out var known))
        {
            return known > 0 ? known : throw new SchemaException($"The $ref at {path} comes back to itself without a step into the value, so that it would never end.");
        }

        costs[node] = 0;
        var cost = 1L;
        foreach (var part in SameValue(node))
        {
            cost = Math.Min(cost + Of(part, path, costs), MaxChecksOfOneValue + 1);
        }

        return costs[node] = cost;
    }

    private static IEnumerable<SchemaNode> SameValue(SchemaNode node) =>
    [
        .. node.AllOf, .. node.AnyOf, .. node.OneOf, .. node.DependentSchemas?.Values ?? [],
        .. new[] { node.Reference, node.Not, node.If, node.Then, node.Else }.OfType<SchemaNode>(),
    ];
}
