using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

public record ConsumerConfig
{
    public ConsumerConfig()
    {
    }

    /// <summary>A durable consumer.</summary>
    public ConsumerConfig(string name)
    {
        Name = name;
        DurableName = name;
    }

    [JsonPropertyName("deliver_policy")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public ConsumerConfigDeliverPolicy DeliverPolicy { get; set; }

    [JsonPropertyName("opt_start_seq")]
    public ulong OptStartSeq { get; set; }

    [JsonPropertyName("opt_start_time")]
    public DateTimeOffset OptStartTime { get; set; }

    [JsonPropertyName("durable_name")]
    public string? DurableName { get; set; }

    [JsonPropertyName("name")]
    public string? Name { get; set; }

    [JsonPropertyName("description")]
    public string? Description { get; set; }

    [JsonPropertyName("ack_policy")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public ConsumerConfigAckPolicy AckPolicy { get; set; } = ConsumerConfigAckPolicy.Explicit;

    /// <summary>30 seconds when zero; the first step of the backoff replaces it.</summary>
    [JsonPropertyName("ack_wait")]
    [JsonConverter(typeof(NanosecondsConverter))]
    public TimeSpan AckWait { get; set; }

    /// <summary>Unlimited at -1; must exceed the number of backoff steps.</summary>
    [JsonPropertyName("max_deliver")]
    public long MaxDeliver { get; set; }

    [JsonPropertyName("filter_subject")]
    public string? FilterSubject { get; set; }

    /// <summary>Server 2.10 and later.</summary>
    [JsonPropertyName("filter_subjects")]
    public ICollection<string>? FilterSubjects { get; set; }

    [JsonPropertyName("replay_policy")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public ConsumerConfigReplayPolicy ReplayPolicy { get; set; }

    [JsonPropertyName("sample_freq")]
    public string? SampleFreq { get; set; }

    /// <summary>1000 when zero, unlimited at -1; delayed NAKs count.</summary>
    [JsonPropertyName("max_ack_pending")]
    public long MaxAckPending { get; set; }

    [JsonPropertyName("max_waiting")]
    public long MaxWaiting { get; set; }

    [JsonPropertyName("headers_only")]
    public bool HeadersOnly { get; set; }

    [JsonPropertyName("max_batch")]
    public int MaxBatch { get; set; }

    [JsonPropertyName("max_expires")]
    [JsonConverter(typeof(NanosecondsConverter))]
    public TimeSpan MaxExpires { get; set; }

    [JsonPropertyName("max_bytes")]
    public long MaxBytes { get; set; }

    [JsonPropertyName("inactive_threshold")]
    [JsonConverter(typeof(NanosecondsConverter))]
    public TimeSpan InactiveThreshold { get; set; }

    /// <summary>Waits between redeliveries after ack timeouts; a NAK does not use it.</summary>
    [JsonPropertyName("backoff")]
    [JsonConverter(typeof(NanosecondsListConverter))]
    public ICollection<TimeSpan>? Backoff { get; set; }

    [JsonPropertyName("num_replicas")]
    public long NumReplicas { get; set; }

    [JsonPropertyName("mem_storage")]
    public bool MemStorage { get; set; }

    /// <summary>Server 2.10 and later.</summary>
    [JsonPropertyName("metadata")]
    public IDictionary<string, string>? Metadata { get; set; }

    /// <summary>Set on push consumers, which this client does not consume.</summary>
    [JsonPropertyName("deliver_subject")]
    public string? DeliverSubject { get; set; }
}
