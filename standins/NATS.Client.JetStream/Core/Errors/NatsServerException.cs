namespace NATS.Client.Core;

/// <summary>A <c>-ERR</c> line from the server.</summary>
public sealed class NatsServerException : NatsException
{
    private static readonly string[] AuthErrors =
    [
        "authorization violation",
        "user authentication expired",
        "user authentication revoked",
        "account authentication expired",
    ];

    public NatsServerException(string error)
        : base($"Server error: {error}")
    {
        Error = error.ToLowerInvariant();
        IsAuthError = Array.Exists(AuthErrors, known => Error.Contains(known, StringComparison.Ordinal));
    }

    /// <summary>The server's text in lower case.</summary>
    public string Error { get; }

    public bool IsAuthError { get; }
}
