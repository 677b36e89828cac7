using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

public record StreamState
{
    [JsonPropertyName("messages")]
    public long Messages { get; set; }

    [JsonPropertyName("bytes")]
    public long Bytes { get; set; }

    [JsonPropertyName("first_seq")]
    public ulong FirstSeq { get; set; }

    [JsonPropertyName("last_seq")]
    public ulong LastSeq { get; set; }

    [JsonPropertyName("deleted")]
    public ICollection<ulong>? Deleted { get; set; }

    /// <summary>Filled when the request has a subjects filter.</summary>
    [JsonPropertyName("subjects")]
    public IDictionary<string, ulong>? Subjects { get; set; }

    [JsonPropertyName("num_subjects")]
    public long NumSubjects { get; set; }

    [JsonPropertyName("num_deleted")]
    public long NumDeleted { get; set; }

    [JsonPropertyName("consumer_count")]
    public long ConsumerCount { get; set; }
}
