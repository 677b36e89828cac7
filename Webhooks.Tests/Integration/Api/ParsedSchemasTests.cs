using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Webhooks.Api.EventTypes;

namespace Webhooks.Tests.Integration.Api;

public sealed class ParsedSchemasTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task FindAsync_ManyAtOnce_ParseItOnce()
    {
        var version = await SaveAsync();
        using var cache = new MemoryCache(new MemoryCacheOptions { SizeLimit = ParsedSchemas.CacheBytes });
        var parsed = new ParsedSchemas(fixture.Api.Services.GetRequiredService<EventTypeStore>(), cache);

        var found = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => parsed.FindAsync(version, default).AsTask()));

        Assert.All(found, schema => Assert.Same(found[0].Schema, schema.Schema));
        Assert.NotNull(found[0].Schema);
    }

    [Fact]
    public async Task FindAsync_CallerHasGone_OthersGetIt()
    {
        var version = await SaveAsync();
        using var cache = new MemoryCache(new MemoryCacheOptions { SizeLimit = ParsedSchemas.CacheBytes });
        var parsed = new ParsedSchemas(fixture.Api.Services.GetRequiredService<EventTypeStore>(), cache);

        var first = parsed.FindAsync(version, new CancellationToken(canceled: true)).AsTask();
        var second = parsed.FindAsync(version, default).AsTask();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.True((await second).IsKnown);
    }

    [Fact]
    public async Task Post_EventType_KeepsItsSchemaForTheFirstEvent()
    {
        var version = await SaveAsync();

        var found = fixture.Api.Services.GetRequiredService<ParsedSchemas>().FindAsync(version, default).AsTask();

        Assert.True(found.IsCompletedSuccessfully);
        Assert.NotNull((await found).Schema);
    }

    private async Task<Guid> SaveAsync()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var name = $"t{Guid.NewGuid():N}";
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/event-types", $$$"""{"name":"{{{name}}}","schema":{"required":["a"]}}""")).Status);
        await using var command = fixture.Api.Database.CreateCommand("SELECT schema_id FROM event_types WHERE name = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        return (Guid)(await command.ExecuteScalarAsync())!;
    }
}
