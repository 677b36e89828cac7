using System.Diagnostics;
using System.Security.Cryptography;
using Webhooks.Api.Ingest;
using Webhooks.Core.Events;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Events;

/// <summary>Makes an event of a body that was inspected.</summary>
internal static class Incoming
{
    /// <param name="body">What was posted as this event.</param>
    /// <param name="idempotencyKey">Null claims none.</param>
    public static NewEvent Describe(HttpContext context, in PayloadInspection inspection, ReadOnlyMemory<byte> body, string? idempotencyKey) => new()
    {
        TenantId = context.Features.Get<ApiPrincipal>()!.TenantId!,
        EventType = inspection.EventType,
        Form = inspection.Form == PayloadForm.Typed ? EventForm.Typed : EventForm.Raw,
        Payload = body[inspection.Payload],
        CorrelationId = context.GetCorrelationId(),
        ReferenceId = inspection.ReferenceId,
        TraceParent = Activity.Current?.Id,
        Idempotency = idempotencyKey is null ? null : new IdempotencyClaim(idempotencyKey, SHA256.HashData(body.Span)),
    };
}
