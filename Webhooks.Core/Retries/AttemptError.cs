namespace Webhooks.Core.Retries;

/// <summary>Why an attempt got no answer. Stored with the attempt as a number, so the values are fixed.</summary>
public enum AttemptError
{
    None = 0,

    /// <summary>
    /// The host's name has no address, or one that the SSRF guard refuses, or the name servers do not answer. All the same to a tenant, who
    /// could find out the names inside a network otherwise.
    /// </summary>
    DnsFailure = 1,
    ConnectionRefused = 2,

    /// <summary>The connection broke, or ended before the answer's head did.</summary>
    ConnectionReset = 3,

    /// <summary>No route to the host or network, or any other failure to connect.</summary>
    Unreachable = 4,
    TlsFailure = 5,

    /// <summary>The attempt's budget ran out before the answer's head had come.</summary>
    Timeout = 6,

    /// <summary>What came back is not HTTP, or breaks a limit on headers.</summary>
    ProtocolError = 7,

    /// <summary>The rules for URLs refuse the URL, such as the address in it; nothing was sent.</summary>
    BlockedAddress = 8,

    /// <summary>The request cannot be built: a malformed URL, header or secret.</summary>
    InvalidRequest = 9,
    Unknown = 10,
}
