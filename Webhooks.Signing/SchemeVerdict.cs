namespace Webhooks.Signing;

/// <summary>What a verifier found out about one scheme.</summary>
public enum SchemeVerdict
{
    /// <summary>The request does not carry the scheme's signature header.</summary>
    Absent,
    Valid,

    /// <summary>The header, or the id or timestamp that belongs to it, cannot be read.</summary>
    Malformed,

    /// <summary>The timestamp is further from now than the tolerance, in either direction.</summary>
    TimestampOutOfTolerance,

    /// <summary>No signature in the header was made with any of the secrets over exactly this content.</summary>
    Mismatch,
}
