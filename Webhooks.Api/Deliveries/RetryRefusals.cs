using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Problems;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Deliveries;

/// <summary>Why a retry is a conflict, in a sentence that says what to do.</summary>
internal static class RetryRefusals
{
    /// <summary>Null when it was retried, or when there was nothing to retry.</summary>
    public static ProblemHttpResult? Conflict(this RetryAnswer answer) => answer.Fate switch
    {
        RetryFate.UnderWay => ProblemTypes.Conflict.With("An attempt is under way. Wait for its outcome; nothing was changed."),
        RetryFate.EndpointDisabled => ProblemTypes.Conflict.With(
            $"The endpoint is disabled{(answer.Why is { } why ? $": {why}" : "")}. Enable it first, with POST /v1/webhooks/{{id}}/enable; nothing was changed."),
        RetryFate.EndpointDeleted => ProblemTypes.Conflict.With("The endpoint is deleted, so there is nowhere to deliver to. Nothing was changed."),
        _ => null,
    };
}
