using Webhooks.Core.Events;

namespace Webhooks.Core.AuditLog;

/// <summary>Identifies an entry of the audit log: a UUIDv7, written <c>aud_</c> and 32 lower-case hex digits.</summary>
public readonly record struct AuditEntryId(Guid Value)
{
    public const string Prefix = "aud_";

    public static AuditEntryId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public DateTimeOffset CreatedAt => PrefixedId.TimeOf(Value);

    public override string ToString() => PrefixedId.Format(Prefix, Value);
}
