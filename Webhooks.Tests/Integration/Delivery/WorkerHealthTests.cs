using Webhooks.Core.Tenants;
using Webhooks.Testing;
using Webhooks.Tests.Integration.Api;
using Webhooks.Tests.Support;
using Webhooks.Worker.Fleet;

namespace Webhooks.Tests.Integration.Delivery;

/// <summary>What the API knows of the workers.</summary>
public sealed class WorkerHealthTests
{
    [Fact]
    public async Task RetryPolicy_OfTheRunningWorker_MayBeNamedAndNoOther()
    {
        var stack = await DeliveryStack.GetAsync();
        await Eventually.TrueAsync(() => Task.FromResult(stack.OfWorker<WorkerRoster>().IsPresent), "the worker has signed in");
        using var tenant = new HttpClient { BaseAddress = stack.Api };
        tenant.DefaultRequestHeaders.Authorization = new("Bearer", LocalTenants.ApiKey("acme"));

        var named = await CreateAsync(StackSettings.Polite);
        var refused = await CreateAsync("politest");

        Assert.Equal((201, StackSettings.Polite), (named.Status, named.Text("retry_policy")));
        Assert.EndsWith(": critical, default, fast, patient, polite, short, single, slow.", refused.AssertProblem(422, "validation-failed"), StringComparison.Ordinal);

        Task<Answer> CreateAsync(string policy) =>
            tenant.SendAsync("POST", "/v1/webhooks", $$"""{"url":"http://127.0.0.1:9/policies","events":["no.such.type"],"retry_policy":"{{policy}}"}""");
    }

    [Fact]
    public async Task Health_OfTheApi_TellsWhetherWorkersConsumeAndHowFarTheyAreBehind()
    {
        await using var stack = await DeliveryStack.StartAsync();
        using var admin = new HttpClient { BaseAddress = stack.Api };
        admin.DefaultRequestHeaders.Authorization = new("Bearer", LocalTenants.AdminKey);

        Answer consuming = null!;
        await Eventually.TrueAsync(async () => (consuming = await WorkersAsync()).At("data.consuming").GetBoolean() && consuming.Text("status") == "healthy", "a worker consumes");
        Assert.Equal((1, 0), (consuming.At("data.alive").GetInt32(), consuming.At("data.lag").GetInt32()));
        Assert.Contains("\"consuming, seen ", consuming.Body, StringComparison.Ordinal);
        Assert.Contains("pulls open", consuming.Text("data.deliver"), StringComparison.Ordinal);

        await stack.StopWorkerAsync();
        using var tenant = new HttpClient { BaseAddress = stack.Api };
        tenant.DefaultRequestHeaders.Authorization = new("Bearer", LocalTenants.ApiKey("acme"));
        await tenant.PostEventAsync();

        await Eventually.TrueAsync(
            async () => (await WorkersAsync()) is var now && now.Text("status") == "degraded" && now.At("data.lag").GetInt32() == 1,
            "nobody consumes");

        async Task<Answer> WorkersAsync()
        {
            var health = await admin.SendAsync("GET", "/health");
            return health with { Body = health.At("checks.workers").GetRawText() };
        }
    }
}
