using Microsoft.Extensions.Options;

namespace Webhooks.Core.Messaging;

[OptionsValidator]
public sealed partial class MessagingOptionsValidator : IValidateOptions<MessagingOptions>;
