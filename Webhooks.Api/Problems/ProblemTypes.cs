namespace Webhooks.Api.Problems;

/// <summary>Every kind of error that the API answers with.</summary>
public static class ProblemTypes
{
    public static readonly ProblemType InvalidRequest = RequestProblems.InvalidRequest;
    public static readonly ProblemType InvalidBody = new(400, "invalid-body", "The body is not valid");
    public static readonly ProblemType InvalidToken = new(400, "invalid-page-token", "The page token is not valid");
    public static readonly ProblemType NotRetryable = new(400, "not-retryable", "The status does not allow a retry");
    public static readonly ProblemType MissingKey = new(401, "missing-api-key", "An API key is needed");
    public static readonly ProblemType WrongKey = new(401, "wrong-api-key", "The API key is not valid");
    public static readonly ProblemType WrongPortalToken = new(401, "wrong-portal-token", "The portal link is not valid");
    public static readonly ProblemType Forbidden = new(403, "forbidden", "The API key does not allow this");
    public static readonly ProblemType RouteNotFound = RequestProblems.RouteNotFound;
    public static readonly ProblemType NotFound = new(404, "not-found", "There is no such resource");
    public static readonly ProblemType MethodNotAllowed = RequestProblems.MethodNotAllowed;
    public static readonly ProblemType Conflict = new(409, "conflict", "The resource's state does not allow this");
    public static readonly ProblemType TooLarge = RequestProblems.TooLarge;
    public static readonly ProblemType TargetTooLong = RequestProblems.TargetTooLong;
    public static readonly ProblemType UnsupportedMediaType = RequestProblems.UnsupportedMediaType;
    public static readonly ProblemType Unprocessable = new(422, "validation-failed", "A value is not acceptable");
    public static readonly ProblemType SchemaBroken = new(422, "schema-broken", "The event breaks its type's schema");
    public static readonly ProblemType KeyReused = new(422, "idempotency-key-reused", "The idempotency key belongs to another body");
    public static readonly ProblemType HeadersTooLarge = RequestProblems.HeadersTooLarge;
    public static readonly ProblemType TooManyEvents = new(429, "too-many-events", "The tenant posts events faster than it may");
    public static readonly ProblemType TooMuchAtOnce = new(429, "too-much-at-once", "The tenant has too much under way");
    public static readonly ProblemType Unexpected = RequestProblems.Unexpected;
    public static readonly ProblemType Unavailable = new(503, "temporarily-unavailable", "The service cannot do this right now");

    public const string NoSuchTenant = "There is no tenant of that id. GET /v1/tenants lists them.";
    public const string TooBusy = "The event has waited too long to be stored. Nothing was stored. Send the same request again in a moment.";
    public const string OverShare =
        "As much of the tenant waits to be stored, counted in bytes × endpoints, as its share allows. Nothing was stored. Send the same request again in a moment.";
    public const string DatabaseAway = "The database is not reachable right now. Nothing was stored. Send the same request again in a moment.";
    public const string CannotRead = "The database is not reachable right now. Send the same request again in a moment.";
    public const string MayBeStored =
        "The database did not answer, and the request may have been carried out all the same. Send it again in a moment, under the same Idempotency-Key where "
        + "it has one; where it has none, look first whether it is there.";
}
