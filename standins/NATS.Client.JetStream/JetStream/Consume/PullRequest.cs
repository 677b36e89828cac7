using System.Runtime.InteropServices;
using System.Text;

namespace NATS.Client.JetStream;

/// <summary>How much one pull asks for.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PullRequest(int Batch, int MaxBytes)
{
    /// <summary>The request's JSON; <paramref name="heartbeat"/> of zero and <paramref name="noWait"/> leave fields out.</summary>
    public byte[] ToJson(TimeSpan expires, TimeSpan heartbeat, bool noWait)
    {
        var json = new StringBuilder(128).Append("{\"batch\":").Append(Batch);
        if (MaxBytes > 0)
        {
            json.Append(",\"max_bytes\":").Append(MaxBytes);
        }

        if (noWait)
        {
            json.Append(",\"no_wait\":true");
        }
        else
        {
            json.Append(",\"expires\":").Append(expires.Ticks * TimeSpan.NanosecondsPerTick);
            if (heartbeat > TimeSpan.Zero)
            {
                json.Append(",\"idle_heartbeat\":").Append(heartbeat.Ticks * TimeSpan.NanosecondsPerTick);
            }
        }

        return Encoding.UTF8.GetBytes(json.Append('}').ToString());
    }
}
