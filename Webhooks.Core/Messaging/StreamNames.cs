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

    /// <summary>Where the batches of first attempts enter.</summary>
    public string FirstAttempts { get; } = options.Value.Prefix + ".deliver";

    /// <summary>Where deliveries enter that travel by themselves: released, asked for again, or past their first attempt.</summary>
    public string Singles => SinglesOf(BuiltInPolicies.DefaultName);

    /// <summary>Advisories sent when a message has used up its deliveries or was terminated.</summary>
    public IReadOnlyList<string> AdvisorySubjects =>
    [
        $"$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.{Deliveries}.*",
        $"$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.{Deliveries}.*",
    ];

    public IReadOnlyList<string> DeliverySubjects => [FirstAttempts, SinglesOf("*")];

    public string SinglesOf(string policy) => $"{_prefix}.retry.{policy}";

    public static string Consumer(string policy) => "retry-" + policy;

    public const string BatchConsumer = "deliver";

    public const string DeadLetterConsumer = "dead-letters";
}
