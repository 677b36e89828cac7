using System.Text.Json;
using System.Text.Json.Serialization;
using Webhooks.Core.AuditLog;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.AuditLog;

/// <summary>Says of a request who did what to what. Never a body, a secret or a URL.</summary>
internal sealed class AuditRecorder(JsonSerializerContext json, TimeProvider time)
{
    private const string TenantParameter = "tenantId";
    private const string Current = "current";
    private const int MostCharacters = 200;

    // Which of many a change was made to. Whatever else a query has is not written down.
    private static readonly string[] Filters = ["status", "older_than_days", "reference_id", "endpoint_id", "event_id", "since"];

    /// <summary>Null of what is not written down: it changed nothing, and was not forbidden.</summary>
    public AuditEntry? Describe(HttpContext context, AuditedOperation operation, int status)
    {
        if (status is not ((>= 200 and < 300) or StatusCodes.Status403Forbidden or StatusCodes.Status499ClientClosedRequest) || context.Features.Get<ApiPrincipal>() is not { } principal)
        {
            return null;
        }

        var subject = context.Features.Get<AuditSubject>();
        return new AuditEntry
        {
            Id = AuditEntryId.New(time),
            Actor = principal.IsAdmin ? AuditActor.Administrator : principal.IsSession ? AuditActor.Session : AuditActor.Tenant,
            KeyPrefix = principal.KeyPrefix,
            ActorTenantId = principal.TenantId,
            OperationId = operation.Id,
            Method = operation.Method,
            Route = operation.Route,
            TenantId = subject?.TenantId ?? TenantOf(context, principal),
            Target = JsonSerializer.Serialize(TargetOf(context, subject), typeof(IReadOnlyDictionary<string, string>), json),
            Status = (short)status,
            CorrelationId = Cut(context.GetCorrelationId()),
        };
    }

    private static string? TenantOf(HttpContext context, ApiPrincipal principal) =>
        context.GetRouteValue(TenantParameter) is string named && named != Current ? Cut(named) : principal.TenantId;

    private static Dictionary<string, string> TargetOf(HttpContext context, AuditSubject? subject)
    {
        var target = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in context.Request.RouteValues.Where(static value => value.Key != TenantParameter))
        {
            Add(name, value as string);
        }

        foreach (var name in Filters)
        {
            Add(name, context.Request.Query[name]);
        }

        foreach (var (name, id) in subject?.Ids ?? [])
        {
            Add(name, id);
        }

        // An id that is there already is not written once more.
        if (context.Response.Headers.Location.ToString() is var location && !target.ContainsValue(location[(location.LastIndexOf('/') + 1)..]))
        {
            Add("location", location);
        }

        return target;

        void Add(string name, string? value)
        {
            if (value is { Length: > 0 })
            {
                target[name] = Cut(value);
            }
        }
    }

    // What Postgres does not store is U+0000, which comes in a path, and half of a surrogate pair.
    private static string Cut(string text) => text.Length <= MostCharacters
        ? text.Replace('\0', '\uFFFD')
        : Cut(text[..(char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters)]);
}
