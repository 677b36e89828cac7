using Webhooks.Api.Deliveries;
using Webhooks.Api.Paging;

namespace Webhooks.Api.DeadLetters;

/// <summary>What the handlers of /v1/dlq depend on.</summary>
public sealed record DeadLettersServices(DeadLetterStore Letters, Requeueing Requeueing, Retries Retries, PageTokens Tokens);
