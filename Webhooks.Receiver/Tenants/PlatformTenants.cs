using System.Security.Cryptography;
using Npgsql;
using Webhooks.Core.Security;
using Webhooks.Core.Tenants;
using Webhooks.Signing;

namespace Webhooks.Receiver.Tenants;

/// <summary>
/// The platform's own tenants with the live secrets of all their endpoints, read from its database. For Development, where a tenant or an
/// endpoint that was just created should find its webhooks accepted; a receiver in earnest has its secrets from configuration.
/// </summary>
internal sealed partial class PlatformTenants(ConfigReader tenants, SecretProtector protector, TimeProvider time, ILogger<PlatformTenants> logger)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>Null when the platform has no such tenant, or cannot be asked.</summary>
    public async Task<SigningKey[]?> FindAsync(string tenantId, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Longest, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await tenants.ReadAsync(tenantId, end.Token) is { } tenant
                ? [.. tenant.Endpoints.SelectMany(endpoint => endpoint.Secrets.Select(secret =>
                    new SigningKey(protector.Unprotect(secret.Ciphertext.Span, endpoint.Id.ToString()))))]
                : null;
        }
        catch (Exception exception) when (exception is NpgsqlException or CryptographicException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            CannotAsk(logger, exception);
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The platform's database cannot be asked for a tenant's secrets.")]
    private static partial void CannotAsk(ILogger logger, Exception exception);
}
