using System.Net.Sockets;
using Npgsql;

namespace Webhooks.Api.Ingest;

/// <summary>The event was not stored, for certain. After any other failure of the database it may have been.</summary>
public sealed class NotStoredException(Exception cause) : Exception(cause.Message, cause)
{
    // A server that goes down (57P) may have committed before it said so.
    internal static bool IsCertain(Exception failure) => failure switch
    {
        PostgresException refused => !refused.SqlState.StartsWith("57P", StringComparison.Ordinal) || refused.SqlState == PostgresErrorCodes.CannotConnectNow,
        NpgsqlException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.TryAgain or SocketError.NetworkUnreachable or SocketError.HostUnreachable } } => true,
        _ => false,
    };
}
