using Microsoft.Extensions.Options;

namespace Webhooks.Core.Messaging;

/// <summary>How deliveries travel through JetStream. Section <c>Messaging</c>.</summary>
public sealed class MessagingOptions
{
    public const string Section = "Messaging";

    /// <summary>Prefix of every subject; its upper-case form names the streams. Default <c>webhooks</c>, 1 to 32 of a-z, 0-9 and hyphen.</summary>
    public string Prefix { get; set; } = "webhooks";

    /// <summary>
    /// How long JetStream remembers a message id. Default 30 s, 10 s to 1 hour: the server keeps every id of it in memory. Beyond it the worker's own
    /// check against the delivery's row drops what was published twice.
    /// </summary>
    public TimeSpan DuplicateWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a worker may hold a message before another one gets it. Default 60 s, 5 s to 10 minutes; it must
    /// exceed the longest attempt.
    /// </summary>
    public TimeSpan AckWait { get; set; } = TimeSpan.FromSeconds(60);

    public sealed class Validator : IValidateOptions<MessagingOptions>
    {
        public ValidateOptionsResult Validate(string? name, MessagingOptions options)
        {
            var errors = new List<string>();
            if (options.Prefix is not { Length: > 0 and <= 32 } || !options.Prefix.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
            {
                errors.Add("Messaging:Prefix must be 1 to 32 characters of a-z, 0-9 and hyphen.");
            }

            if (options.DuplicateWindow < TimeSpan.FromSeconds(10) || options.DuplicateWindow > TimeSpan.FromHours(1))
            {
                errors.Add("Messaging:DuplicateWindow must be between 10 seconds and 1 hour.");
            }

            if (options.AckWait < TimeSpan.FromSeconds(5) || options.AckWait > TimeSpan.FromMinutes(10))
            {
                errors.Add("Messaging:AckWait must be between 5 seconds and 10 minutes.");
            }

            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
