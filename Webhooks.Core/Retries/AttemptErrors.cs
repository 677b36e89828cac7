using System.Net.Sockets;
using System.Security.Authentication;
using Webhooks.Core.Security;

namespace Webhooks.Core.Retries;

/// <summary>From what an <c>HttpMessageInvoker</c> throws to the class of error.</summary>
public static class AttemptErrors
{
    private const int DeepestCause = 8;

    /// <summary>Of a request that could not even be built.</summary>
    public static AttemptError ClassifyBuild(Exception exception) => exception switch
    {
        RefusedUrlException => AttemptError.BlockedAddress,
        FormatException or ArgumentException or NotSupportedException => AttemptError.InvalidRequest,
        _ => AttemptError.Unknown,
    };

    /// <summary>
    /// A cancellation counts as a timeout: tell a shutdown apart before asking. What the client cannot make sense of in an answer is a
    /// protocol error, whichever exception it shows in.
    /// </summary>
    public static AttemptError Classify(Exception exception)
    {
        var cause = exception;
        for (var i = 0; cause is not null && i < DeepestCause; i++, cause = cause.InnerException)
        {
            if (FromCause(cause) is { } error)
            {
                return error;
            }
        }

        return ((exception as HttpRequestException)?.HttpRequestError ?? (exception as HttpIOException)?.HttpRequestError) switch
        {
            HttpRequestError.NameResolutionError => AttemptError.DnsFailure,
            HttpRequestError.ConnectionError => AttemptError.Unreachable,
            HttpRequestError.SecureConnectionError => AttemptError.TlsFailure,
            HttpRequestError.ResponseEnded => AttemptError.ConnectionReset,
            HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded
                or HttpRequestError.VersionNegotiationError => AttemptError.ProtocolError,
            _ => exception is IOException ? AttemptError.ConnectionReset : AttemptError.Unknown,
        };
    }

    private static AttemptError? FromCause(Exception cause) => cause switch
    {
        BlockedAddressException => AttemptError.DnsFailure,
        RefusedUrlException => AttemptError.BlockedAddress,
        OperationCanceledException or TimeoutException => AttemptError.Timeout,
        AuthenticationException => AttemptError.TlsFailure,
        SocketException socket => FromSocket(socket.SocketErrorCode),
        UriFormatException or NotSupportedException => AttemptError.InvalidRequest,
        FormatException => AttemptError.ProtocolError,
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => AttemptError.ConnectionReset,
        _ => null,
    };

    private static AttemptError FromSocket(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => AttemptError.DnsFailure,
        SocketError.ConnectionRefused => AttemptError.ConnectionRefused,
        SocketError.TimedOut => AttemptError.Timeout,
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => AttemptError.ConnectionReset,
        _ => AttemptError.Unreachable,
    };
}
