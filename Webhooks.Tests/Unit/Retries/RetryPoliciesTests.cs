using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Webhooks.Core.Retries;

namespace Webhooks.Tests.Unit.Retries;

public sealed class RetryPoliciesTests
{
    [Theory]
    [InlineData("order.created", "exact")]
    [InlineData("order.item.added", "items")]
    [InlineData("order.item", "orders")]
    [InlineData("order.shipped", "orders")]
    [InlineData("order", "patient")]
    [InlineData("orders.created", "patient")]
    [InlineData("Order.created", "patient")]
    [InlineData(".", "patient")]
    [InlineData("", "patient")]
    public void ForEventType_SeveralFilters_MostSpecificWins(string eventType, string expected)
    {
        var policies = Bind(
            ("Policies:exact:MaxAttempts", "2"), ("Policies:items:MaxAttempts", "2"), ("Policies:orders:MaxAttempts", "2"),
            ("EventTypes:order.created", "exact"), ("EventTypes:order.item.*", "items"), ("EventTypes:order.*", "orders"),
            ("EventTypes:*", "patient"));

        Assert.Equal(expected, policies.ForEventType(eventType).Name);
    }

    [Fact]
    public void ForEventType_NoFilters_IsTheConfiguredDefault() =>
        Assert.Equal("critical", Bind(("Default", "critical")).ForEventType("a.b").Name);

    [Fact]
    public void Resolve_NameGivenKnownOrDropped_FallsBackToTheEventType()
    {
        var policies = Bind(("EventTypes:payment.*", "critical"));

        Assert.Equal("patient", policies.Resolve("patient", "payment.failed").Name);
        Assert.Equal("critical", policies.Resolve("dropped", "payment.failed").Name);
        Assert.Equal("critical", policies.Resolve(null, "payment.failed").Name);
    }

    [Fact]
    public void All_NothingConfigured_AreTheThreeBuiltInOnes() =>
        Assert.Equal(
            ["critical", "default", "patient"], Bind().All.Select(policy => policy.Name).Order(StringComparer.Ordinal), StringComparer.Ordinal);

    [Fact]
    public void Find_PartlyOverriddenBuiltIn_KeepsTheRest()
    {
        var policy = Bind(("Policies:critical:MaxAttempts", "3")).Find("critical")!;

        Assert.Equal(3, policy.MaxAttempts);
        Assert.Equal([0.5, 1], policy.Delays.Select(delay => delay.TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(600), policy.MaxDelay);
    }

    [Fact]
    public void Find_ScheduleOverACurve_TakesItsAttemptsFromTheSchedule()
    {
        var policy = Bind(
            ("Policies:default:Schedule:0", "00:00:05"), ("Policies:default:Schedule:1", "00:05:00"), ("Policies:default:Jitter", "0")).Default;

        Assert.Equal(3, policy.MaxAttempts);
        Assert.Equal(TimeSpan.FromSeconds(5), policy.DelayAfter(1, () => throw new InvalidOperationException("no jitter")));
        Assert.Equal(TimeSpan.FromMinutes(5), policy.MaxDelay);
    }

    [Fact]
    public void Find_CurveOverASchedule_ReplacesIt()
    {
        var policy = Bind(("Policies:patient:InitialDelay", "00:00:10"), ("Policies:patient:Factor", "3")).Find("patient")!;

        Assert.Equal(5, policy.MaxAttempts);
        Assert.Equal([10, 30, 90, 270], policy.Delays.Select(delay => delay.TotalSeconds));
    }

    [Theory]
    [InlineData("Default", "nobody", "Retries:Default names no retry policy: 'nobody'")]
    [InlineData("EventTypes:a.*", "nobody", "Retries:EventTypes:a.* names no retry policy")]
    [InlineData("EventTypes:a*b", "default", "Retries:EventTypes:a*b: a filter is")]
    [InlineData("EventTypes:.*", "default", "Retries:EventTypes:.*: a filter is")]
    [InlineData("Policies:Bad_Name:MaxAttempts", "3", "Retries:Policies:Bad_Name: a policy's name matches")]
    [InlineData("Policies:x:MaxAttempts", "0", "Retries:Policies:x:MaxAttempts must be from 1 to 50; it is 0")]
    [InlineData("Policies:x:MaxAttempts", "51", "Retries:Policies:x:MaxAttempts")]
    [InlineData("Policies:x:Factor", "0.5", "Retries:Policies:x:Factor")]
    [InlineData("Policies:x:Factor", "NaN", "Retries:Policies:x:Factor")]
    [InlineData("Policies:x:Jitter", "1", "Retries:Policies:x:Jitter")]
    [InlineData("Policies:x:Jitter", "-0.1", "Retries:Policies:x:Jitter")]
    [InlineData("Policies:x:InitialDelay", "30", "Retries:Policies:x:InitialDelay must be above zero and at most 24 hours")]
    [InlineData("Policies:x:InitialDelay", "00:06:00", "Retries:Policies:x:InitialDelay (00:06:00) must not exceed MaxDelay")]
    [InlineData("Policies:x:MaxDelay", "00:00:00", "Retries:Policies:x:MaxDelay must be above zero")]
    [InlineData("Policies:x:Schedule:0", "-00:00:01", "Retries:Policies:x:Schedule:0 must be above zero")]
    public void Bind_InvalidValue_NamesTheKeyAndTheRule(string key, string value, string message)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Bind((key, value)));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_ScheduleAndCurve_IsRefused()
    {
        var exception = Assert.Throws<OptionsValidationException>(
            () => Bind(("Policies:x:Schedule:0", "00:00:01"), ("Policies:x:Factor", "2")));

        Assert.Contains("Retries:Policies:x: Schedule excludes", exception.Message, StringComparison.Ordinal);
    }

    private static RetryPolicies Bind(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"{RetryOptions.Section}:{setting.Key}", (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddRetryPolicies().BindConfiguration(RetryOptions.Section);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<RetryPolicies>();
    }
}
