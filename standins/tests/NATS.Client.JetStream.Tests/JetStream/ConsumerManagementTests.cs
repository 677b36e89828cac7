using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream.Tests;

public sealed class ConsumerManagementTests(NatsServer server) : JetStreamTest(server)
{
    [Fact]
    public async Task CreateOrUpdateConsumerAsync_AllSettings_ComeBackFromTheServer()
    {
        TimeSpan[] backoff = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2.5)];
        await ConsumerAsync(config =>
        {
            config.Description = "words";
            config.FilterSubject = Subject;
            config.MaxDeliver = 5;
            config.Backoff = backoff;
            config.MaxAckPending = -1;
            config.InactiveThreshold = TimeSpan.FromHours(1);
        });
        var info = (await Js.GetConsumerAsync(StreamName, "worker", Limit)).Info;
        Assert.Equal(StreamName, info.StreamName);
        Assert.Equal("worker", info.Name);
        Assert.Equal("worker", info.Config.DurableName);
        Assert.Equal(ConsumerConfigAckPolicy.Explicit, info.Config.AckPolicy);
        Assert.Equal(Subject, info.Config.FilterSubject);
        Assert.Equal(5, info.Config.MaxDeliver);
        Assert.Equal(backoff, info.Config.Backoff!);
        Assert.Equal(TimeSpan.FromSeconds(1), info.Config.AckWait);
        Assert.Equal(-1, info.Config.MaxAckPending);
    }

    [Fact]
    public async Task CreateOrUpdateConsumerAsync_Again_Updates()
    {
        await ConsumerAsync();
        var updated = await ConsumerAsync(config => config.AckWait = TimeSpan.FromSeconds(77));
        Assert.Equal(TimeSpan.FromSeconds(77), updated.Info.Config.AckWait);
    }

    [Fact]
    public async Task CreateConsumerAsync_BackoffLongerThanMaxDeliver_Throws()
    {
        var error = await Assert.ThrowsAsync<NatsJSApiException>(async () => await ConsumerAsync(config =>
        {
            config.MaxDeliver = 1;
            config.Backoff = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];
        }));
        Assert.Equal(10116, error.Error.ErrCode);
    }

    [Fact]
    public async Task GetConsumerAsync_NotFound_Throws()
    {
        var error = await Assert.ThrowsAsync<NatsJSApiException>(
            async () => await Js.GetConsumerAsync(StreamName, "nobody", Limit));
        Assert.Equal(10014, error.Error.ErrCode);
    }

    [Fact]
    public async Task DeleteConsumerAsync_Existing_IsGone()
    {
        await ConsumerAsync();
        Assert.True(await Js.DeleteConsumerAsync(StreamName, "worker", Limit));
        await Assert.ThrowsAsync<NatsJSApiException>(async () => await Js.GetConsumerAsync(StreamName, "worker", Limit));
    }

    [Fact]
    public async Task CreateConsumerAsync_WithoutName_IsEphemeral()
    {
        var consumer = await Js.CreateConsumerAsync(StreamName, new ConsumerConfig(), Limit);
        Assert.NotEmpty(consumer.Info.Name);
        Assert.Null(consumer.Info.Config.DurableName);
        await PublishAsync(1);
        Assert.Single(await TakeAsync(consumer, 1));
    }

    [Fact]
    public async Task ListConsumersAsync_Several_AreAllListed()
    {
        await ConsumerAsync(config => config.FilterSubject = Subject);
        await Js.CreateConsumerAsync(StreamName, new ConsumerConfig("other") { FilterSubject = $"{StreamName}.y" }, Limit);
        var names = new List<string>();
        await foreach (var name in Stream.ListConsumerNamesAsync(Limit))
        {
            names.Add(name);
        }

        await foreach (var consumer in Stream.ListConsumersAsync(Limit))
        {
            Assert.Contains(consumer.Info.Name, names, StringComparer.Ordinal);
        }

        Assert.Equal("other,worker", string.Join(',', names.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task RefreshAsync_AfterDeliveries_ShowsThem()
    {
        var consumer = await ConsumerAsync();
        await PublishAsync(3);
        await TakeAsync(consumer, 3);
        await consumer.RefreshAsync(Limit);
        Assert.Equal(3, consumer.Info.NumAckPending);
    }
}
