using Microsoft.Extensions.Time.Testing;
using Webhooks.Core.Deliveries;
using Webhooks.Worker.Jobs;

namespace Webhooks.Tests.Unit.Jobs;

public sealed class WithdrawalsTests
{
    private const int Most = 1_000;

    private readonly FakeTimeProvider _time = new();
    private readonly Guid _event = Guid.NewGuid();

    [Fact]
    public void Concern_OneEvent_IsThatAloneAndWhatWasKnownBefore()
    {
        var withdrawals = new Withdrawals(_time);
        withdrawals.Note(new Withdrawal("a", _event));

        Assert.True(withdrawals.Concern("a", _event, _time.GetUtcNow()));
        Assert.False(withdrawals.Concern("a", _event, _time.GetUtcNow().AddTicks(1)));
        Assert.False(withdrawals.Concern("a", Guid.NewGuid(), _time.GetUtcNow()));
        Assert.False(withdrawals.Concern("b", _event, _time.GetUtcNow()));
    }

    [Fact]
    public void Concern_MoreThanIsKept_IsMoreAndNeverLess()
    {
        var withdrawals = new Withdrawals(_time);
        withdrawals.Note(new Withdrawal("a", _event));
        for (var i = 0; i < Most; i++)
        {
            withdrawals.Note(new Withdrawal("b", Guid.NewGuid()));
        }

        Assert.False(withdrawals.Concern("b", _event, _time.GetUtcNow()));
        withdrawals.Note(new Withdrawal("b", Guid.NewGuid()));
        Assert.True(withdrawals.Concern("b", _event, _time.GetUtcNow()));
        Assert.False(withdrawals.Concern("c", _event, _time.GetUtcNow()));
        for (var i = 0; i < Most; i++)
        {
            withdrawals.Note(new Withdrawal($"t{i}", _event));
        }

        Assert.True(withdrawals.Concern("c", _event, _time.GetUtcNow()));
        Assert.True(withdrawals.Concern("a", _event, _time.GetUtcNow()));
    }

    [Fact]
    public void Concern_TrackLost_IsEverythingKnownBefore()
    {
        var withdrawals = new Withdrawals(_time);
        Assert.False(withdrawals.Concern("a", _event, _time.GetUtcNow()));

        withdrawals.Note(withdrawal: null);

        Assert.True(withdrawals.Concern("a", _event, _time.GetUtcNow()));
        Assert.False(withdrawals.Concern("a", _event, _time.GetUtcNow().AddTicks(1)));
    }

    [Theory]
    [InlineData("acme", null)]
    [InlineData("acme evt_01890a5d000070008000000000000001", "01890a5d-0000-7000-8000-000000000001")]
    public void Parse_Notice_IsWhatWasWithdrawn(string notice, string? eventId) =>
        Assert.Equal(new Withdrawal("acme", eventId is null ? null : Guid.Parse(eventId)), Withdrawal.Parse(notice));

    [Theory]
    [InlineData("acme x")]
    [InlineData("a b c")]
    public void Parse_SomethingElse_IsNone(string notice) => Assert.Null(Withdrawal.Parse(notice));
}
