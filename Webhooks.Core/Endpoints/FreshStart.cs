namespace Webhooks.Core.Endpoints;

/// <summary>Makes workers forget what they have learnt of an endpoint: its circuit closes, its rate is its limit again.</summary>
internal static class FreshStart
{
    /// <summary>Parts of a WITH clause: of these endpoints, those that some worker spares start afresh.</summary>
    public static string Of(string endpoints) => $"""
        spared AS (
          DELETE FROM circuits c USING (
            SELECT endpoint_id, worker_id FROM circuits WHERE endpoint_id IN ({endpoints}) ORDER BY endpoint_id, worker_id FOR UPDATE) s
          WHERE c.endpoint_id = s.endpoint_id AND c.worker_id = s.worker_id RETURNING c.endpoint_id),
        afresh AS (
          UPDATE endpoints SET settings_version = settings_version + 1 WHERE endpoint_id IN (SELECT endpoint_id FROM spared))
        """;
}
