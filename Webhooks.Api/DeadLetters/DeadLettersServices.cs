using Webhooks.Api.Deliveries;
using Webhooks.Api.Paging;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.DeadLetters;

/// <summary>What the handlers of /v1/dlq depend on.</summary>
public sealed record DeadLettersServices(DeadLetterStore Letters, DeadLetterRemoval Removal, Requeueing Requeueing, Retries Retries, PageTokens Tokens, TimeProvider Time);
