namespace Webhooks.Core.Endpoints;

/// <summary>Makes workers forget what they have learnt of an endpoint: its circuit closes, its rate is its limit again.</summary>
internal static class FreshStart
{
    /// <summary>Parts of a WITH clause: of these endpoints, those that some worker spares start afresh.</summary>
    public static string Of(string endpoints) => $"""
        spared AS (
          DELETE FROM circuits WHERE endpoint_id IN ({endpoints}) RETURNING endpoint_id),
        afresh AS (
          UPDATE endpoints SET settings_version = settings_version + 1 WHERE endpoint_id IN (SELECT endpoint_id FROM spared))
        """;
}
