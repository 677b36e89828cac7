using System.ComponentModel.DataAnnotations;
using Webhooks.Core.Validation;

namespace Webhooks.Core.Messaging;

/// <summary>How deliveries travel through JetStream. Section <c>Messaging</c>.</summary>
public sealed class MessagingOptions
{
    public const string Section = "Messaging";

    private const string PrefixRule = "The field {0} must be 1 to 32 characters of a-z, 0-9 and hyphen.";

    /// <summary>Prefix of every subject; its upper-case form names the streams. Default <c>webhooks</c>.</summary>
    [Required(ErrorMessage = PrefixRule)]
    [RegularExpression("[a-z0-9-]{1,32}", ErrorMessage = PrefixRule)]
    public string Prefix { get; set; } = "webhooks";

    /// <summary>
    /// How long JetStream remembers a message id; the server keeps every id of it in memory. Beyond it the worker's own check against the
    /// delivery's row drops what was published twice. Default 30 s.
    /// </summary>
    [Duration("00:00:10", "01:00:00")]
    public TimeSpan DuplicateWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a worker may hold a message before another one gets it. It must exceed the longest attempt. Default 60 s.
    /// </summary>
    [Duration("00:00:05", "00:10:00")]
    public TimeSpan AckWait { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Servers of a NATS cluster that each keep the streams: 3 go on when one is lost. Default 1.</summary>
    [Range(1, 5)]
    public int Replicas { get; set; } = 1;
}
