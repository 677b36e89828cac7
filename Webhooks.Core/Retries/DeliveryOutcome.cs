using System.Runtime.InteropServices;

namespace Webhooks.Core.Retries;

/// <summary>How one attempt ended: the status of the answer's head, or why none came. The body has no say.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DeliveryOutcome(int StatusCode, AttemptError Error)
{
    public static DeliveryOutcome Answered(int statusCode) => new(statusCode, AttemptError.None);

    public static DeliveryOutcome Broken(AttemptError error, int statusCode = 0) => new(statusCode, error);

    public Verdict Verdict => Error == AttemptError.None ? OutcomeTable.For(StatusCode) : OutcomeTable.For(Error);

    /// <summary>The receiver, or the proxy before it, asks for less traffic.</summary>
    public bool IsThrottle => Error == AttemptError.None && OutcomeTable.IsThrottle(StatusCode);
}
