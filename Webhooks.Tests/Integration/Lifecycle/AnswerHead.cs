namespace Webhooks.Tests.Integration.Lifecycle;

/// <summary>The status line of an answer and what it makes of its delivery under a policy of two attempts.</summary>
internal sealed record AnswerHead(string Line, string Status, int Attempts, int Code)
{
    public static IReadOnlyDictionary<string, AnswerHead> All { get; } = new Dictionary<string, AnswerHead>(StringComparer.Ordinal)
    {
        ["200"] = new("200 OK", "delivered", 1, 200),
        ["299"] = new("299 Odd", "delivered", 1, 299),
        ["302"] = new("302 Found", "failed", 1, 302),
        ["404"] = new("404 Not Found", "failed", 2, 404),
        ["410"] = new("410 Gone", "failed", 1, 410),
        ["429"] = new("429 Too Many Requests", "failed", 2, 429),
        ["503"] = new("503 Service Unavailable", "failed", 2, 503),
    };

    public bool IsSuccess => Status == "delivered";
}
