namespace Webhooks.ServiceDefaults.Problems;

/// <summary>What every service says of requests that HTTP does not have, or that ask for what there is not.</summary>
public static class RequestProblems
{
    public static readonly ProblemType InvalidRequest = new(400, "invalid-request", "The request is not valid");
    public static readonly ProblemType RouteNotFound = new(404, "route-not-found", "There is no such route");
    public static readonly ProblemType MethodNotAllowed = new(405, "method-not-allowed", "The route does not support this method");
    public static readonly ProblemType TooLarge = new(413, "body-too-large", "The body is too large");
    public static readonly ProblemType TargetTooLong = new(414, "target-too-long", "The path and query are too long");
    public static readonly ProblemType UnsupportedMediaType = new(415, "unsupported-media-type", "The body must be JSON");
    public static readonly ProblemType HeadersTooLarge = new(431, "headers-too-large", "The headers are too large");
    public static readonly ProblemType Unexpected = new(500, "unexpected", "The request failed");

    /// <summary>The methods of all routes together.</summary>
    public const string Methods = "GET, HEAD, POST, PATCH, DELETE";

    public const string ServersSide = "The request failed on the server's side.";
}
