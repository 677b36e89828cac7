using Microsoft.Extensions.Options;
using Webhooks.Core.Retries;

namespace Webhooks.Core.Messaging;

/// <summary>The names of streams, subjects and consumers, all from one prefix.</summary>
public sealed class StreamNames(IOptions<MessagingOptions> options)
{
    private readonly string _prefix = options.Value.Prefix;

    /// <summary>The work queue of deliveries.</summary>
    public string Deliveries { get; } = options.Value.Prefix.ToUpperInvariant();

    /// <summary>The stream that captures the advisories of deliveries given up.</summary>
    public string DeadLetters => Deliveries + "_DLQ";

    public string DeliverySubjects => _prefix + ".deliver.*";

    /// <summary>Advisories sent when a message has used up its deliveries or was terminated.</summary>
    public IReadOnlyList<string> AdvisorySubjects =>
    [
        $"$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.{Deliveries}.*",
        $"$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.{Deliveries}.*",
    ];

    /// <summary>Where deliveries enter. How often one is tried is the worker's business, whatever consumer hands it out.</summary>
    public string FirstAttempts => DeliverySubject(BuiltInPolicies.DefaultName);

    public string DeliverySubject(string policy) => $"{_prefix}.deliver.{policy}";

    public static string Consumer(string policy) => "deliver-" + policy;

    public const string DeadLetterConsumer = "dead-letters";
}
