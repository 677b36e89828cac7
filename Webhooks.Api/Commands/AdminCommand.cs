using System.Text.Json;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Npgsql;
using Webhooks.Api.Audit;
using Webhooks.Api.Extensions;
using Webhooks.Api.Startup;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Security;
using Webhooks.Core.Storage;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Commands;

/// <summary>What an operator does beside a server, or before there is one: on the database, with the API's own configuration.</summary>
internal static class AdminCommand
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int Misused = 2;
    private const int Page = 100;

    private const string Usage = """
        dotnet Webhooks.Api.dll COMMAND [options of the configuration]
          migrate               brings the schema up to date
          keys                  lists the administrators' live keys, by prefix
          keys new              makes another one and shows it this once
          keys revoke PREFIX    revokes one, unless it is the last
          secrets reencrypt     encrypts what is stored again with the first of Security:MasterKeys
          tenants               lists the tenants
          audit                 balances the books; ends with 1 when they do not
        """;

    /// <summary>Whether the program was asked for a command and not to serve.</summary>
    public static bool IsAsked(string[] args) => args is ["migrate" or "keys" or "secrets" or "tenants" or "audit" or "help", ..];

    /// <returns>The program's exit code.</returns>
    public static async Task<int> RunAsync(string[] args, IServiceProvider services, CancellationToken cancellationToken = default)
    {
        try
        {
            // What follows is the configuration's.
            return string.Join(' ', args.TakeWhile(static word => !word.StartsWith('-'))).Split(' ') switch
            {
                ["migrate"] => await MigrateAsync(services, cancellationToken),
                ["keys"] => await ListKeysAsync(services, cancellationToken),
                ["keys", "new"] => await AddKeyAsync(services, cancellationToken),
                ["keys", "revoke", var prefix] => await RevokeKeyAsync(prefix, services, cancellationToken),
                ["secrets", "reencrypt"] => await ReencryptAsync(services, cancellationToken),
                ["tenants"] => await ListTenantsAsync(services, cancellationToken),
                ["audit"] => await AuditAsync(services, cancellationToken),
                ["help"] => Say(Usage, Done),
                _ => Complain(Usage, Misused),
            };
        }
        catch (Exception error) when (error is NpgsqlException or NatsException or NatsJSException or TimeoutException or ChangedMigrationException)
        {
            return Complain(error.Message, Failed);
        }
    }

    private static async Task<int> MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
        await services.GetRequiredService<Partitions>().EnsureAsync(MaintenanceOptions.DaysAhead, cancellationToken);
        return Say("The schema is up to date.", Done);
    }

    private static async Task<int> ListKeysAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var keys = await services.GetRequiredService<AdminKeyStore>().ListAsync(ApiKeyPlace.Start, Page, cancellationToken);
        return Say(string.Join('\n', keys.Where(static key => key.RevokedAt is null).Select(static key => $"{key.Prefix}  made {key.CreatedAt:u}")), Done);
    }

    private static async Task<int> AddKeyAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var key = ApiKeys.Generate();
        await services.GetRequiredService<AdminKeyStore>().AddAsync(new StoredKey(key.Hash, key.Prefix), cancellationToken);
        return Say(key.Key, Done);
    }

    private static async Task<int> RevokeKeyAsync(string prefix, IServiceProvider services, CancellationToken cancellationToken) =>
        await services.GetRequiredService<AdminKeyStore>().RevokeAsync(prefix, cancellationToken) switch
        {
            AdminRevocation.Revoked => Say("It is revoked.", Done),
            AdminRevocation.LastOne => Complain("It is the last live administrator's key, and stays. Make another one first: keys new.", Failed),
            _ => Complain("There is no live administrator's key of that prefix.", Failed),
        };

    private static async Task<int> ReencryptAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var result = await services.GetRequiredService<Reencryption>().RunAsync(cancellationToken);
        Say($"{result.Secrets} secrets and the headers of {result.Endpoints} endpoints have been encrypted again with '{result.KeyId}'.", Done);
        foreach (var (reason, count) in result.Unreadable)
        {
            Complain($"{count} could not be: {reason}", Failed);
        }

        return result.IsComplete ? Say("Nothing needs another key.", Done)
            : result.Overtaken == 0 ? Failed
            : Complain($"{result.Overtaken} were changed meanwhile. Run it again.", Failed);
    }

    private static async Task<int> ListTenantsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<TenantStore>();
        IReadOnlyList<TenantRecord> page = [];
        do
        {
            page = await store.ListAsync(page is [.., var last] ? last.TenantId : "", Page, cancellationToken);
            foreach (var tenant in page)
            {
                Say($"{tenant.TenantId}  made {tenant.CreatedAt:u}{(tenant.RemovedAt is null ? "" : ", being removed")}", Done);
            }
        }
        while (page.Count == Page);
        return Done;
    }

    private static async Task<int> AuditAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var books = await services.GetRequiredService<AuditQueries>().BalanceAsync(cancellationToken);
        return Say(JsonSerializer.Serialize(books, ApiJsonContext.Default.AuditAnswer), books.Balanced ? Done : Failed);
    }

    private static int Say(string text, int code)
    {
        Console.Out.WriteLine(text);
        return code;
    }

    private static int Complain(string text, int code)
    {
        Console.Error.WriteLine(text);
        return code;
    }
}
