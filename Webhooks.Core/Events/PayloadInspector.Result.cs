using System.Runtime.InteropServices;

namespace Webhooks.Core.Events;

public enum PayloadForm
{
    /// <summary>The whole body is the payload.</summary>
    Raw,

    /// <summary>Only the <c>payload</c> member is the payload; it goes out in the envelope.</summary>
    Typed,
}

public enum PayloadError
{
    None,
    Empty,
    NotUtf8,
    NotJson,
    NotAnObject,
    TooDeep,
    BadEventType,
    BadMember,
}

/// <summary>What <see cref="PayloadInspector"/> found in a body.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PayloadInspection
{
    public PayloadError Error { get; init; }

    /// <summary>A sentence for the caller; null without an error.</summary>
    public string? Detail { get; init; }

    public PayloadForm Form { get; init; }

    /// <summary>By the grammar of <see cref="EventTypeName"/>.</summary>
    public string EventType { get; init; }

    /// <summary>Where the payload stands in the body: all of it, unless the form is typed.</summary>
    public Range Payload { get; init; }

    /// <summary>The <c>reference_id</c> string of either form, up to 128 characters.</summary>
    public string? ReferenceId { get; init; }

    /// <summary>The typed form's <c>idempotency_key</c>, up to 255 characters.</summary>
    public string? IdempotencyKey { get; init; }

    public bool IsOk => Error == PayloadError.None;

    internal static PayloadInspection Refused(PayloadError error, string detail) =>
        new() { Error = error, Detail = detail, EventType = PayloadInspector.DefaultEventType };
}
