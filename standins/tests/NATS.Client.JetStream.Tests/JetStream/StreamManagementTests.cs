using System.Text;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream.Tests;

public sealed class StreamManagementTests(NatsServer server) : JetStreamTest(server)
{
    [Fact]
    public async Task CreateStreamAsync_AllSettings_ComeBackFromTheServer()
    {
        var name = Names.New("S");
        await Js.CreateStreamAsync(
            new StreamConfig(name, [$"{name}.a", $"{name}.b"])
            {
                Description = "words",
                Retention = StreamConfigRetention.Interest,
                Storage = StreamConfigStorage.Memory,
                Discard = StreamConfigDiscard.New,
                MaxMsgs = 10,
                MaxBytes = 1000,
                MaxAge = TimeSpan.FromMinutes(3),
                MaxMsgSize = 100,
                DuplicateWindow = TimeSpan.FromSeconds(90),
            },
            Limit);
        var config = (await Js.GetStreamAsync(name, cancellationToken: Limit)).Info.Config;
        Assert.Equal([$"{name}.a", $"{name}.b"], config.Subjects!);
        Assert.Equal("words", config.Description);
        Assert.Equal(StreamConfigRetention.Interest, config.Retention);
        Assert.Equal(StreamConfigStorage.Memory, config.Storage);
        Assert.Equal(StreamConfigDiscard.New, config.Discard);
        Assert.Equal(10, config.MaxMsgs);
        Assert.Equal(1000, config.MaxBytes);
        Assert.Equal(TimeSpan.FromMinutes(3), config.MaxAge);
        Assert.Equal(100, config.MaxMsgSize);
        Assert.Equal(TimeSpan.FromSeconds(90), config.DuplicateWindow);
    }

    [Fact]
    public async Task CreateOrUpdateStreamAsync_Twice_CreatesThenUpdates()
    {
        var name = Names.New("S");
        await Js.CreateOrUpdateStreamAsync(new StreamConfig(name, [name]), Limit);
        var updated = await Js.CreateOrUpdateStreamAsync(new StreamConfig(name, [name, $"{name}.b"]), Limit);
        Assert.Equal(2, updated.Info.Config.Subjects!.Count);
    }

    [Fact]
    public async Task UpdateStreamAsync_NotFound_Throws()
    {
        var error = await Assert.ThrowsAsync<NatsJSApiException>(
            async () => await Js.UpdateStreamAsync(new StreamConfig(Names.New("S"), ["x"]), Limit));
        Assert.Equal(404, error.Error.Code);
        Assert.Equal(10059, error.Error.ErrCode);
    }

    [Fact]
    public async Task GetStreamAsync_NotFound_Throws()
    {
        var error = await Assert.ThrowsAsync<NatsJSApiException>(
            async () => await Js.GetStreamAsync(Names.New("S"), cancellationToken: Limit));
        Assert.Equal(10059, error.Error.ErrCode);
    }

    [Fact]
    public async Task CreateStreamAsync_SubjectsOverlap_Throws()
    {
        var error = await Assert.ThrowsAsync<NatsJSApiException>(
            async () => await Js.CreateStreamAsync(new StreamConfig(Names.New("S"), [Subject]), Limit));
        Assert.Equal(10065, error.Error.ErrCode);
    }

    [Theory]
    [InlineData("with.dot")]
    [InlineData("with space")]
    [InlineData("")]
    public async Task GetStreamAsync_InvalidName_Throws(string name) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Js.GetStreamAsync(name, cancellationToken: Limit));

    [Fact]
    public async Task GetAsync_StoredMessage_ReturnsSubjectAndData()
    {
        var ack = await Js.PublishAsync(Subject, "words", cancellationToken: Limit);
        var stored = (await Stream.GetAsync(new StreamMsgGetRequest { Seq = ack.Seq }, Limit)).Message;
        Assert.Equal(Subject, stored.Subject);
        Assert.Equal(ack.Seq, stored.Seq);
        Assert.Equal("words", Encoding.UTF8.GetString(stored.Data.Span));
        var direct = await Stream.GetDirectAsync<string>(new StreamMsgGetRequest { LastBySubj = Subject }, cancellationToken: Limit);
        Assert.Equal("words", direct.Data);
    }

    [Fact]
    public async Task DeleteMessageAsync_ThenGet_IsNotFound()
    {
        await PublishAsync(2);
        Assert.True((await Stream.DeleteMessageAsync(new StreamMsgDeleteRequest { Seq = 1 }, Limit)).Success);
        var error = await Assert.ThrowsAsync<NatsJSApiException>(
            async () => await Stream.GetAsync(new StreamMsgGetRequest { Seq = 1 }, Limit));
        Assert.Equal(10037, error.Error.ErrCode);
    }

    [Fact]
    public async Task PurgeAsync_Filled_Empties()
    {
        await PublishAsync(5);
        Assert.Equal(5ul, (await Stream.PurgeAsync(new StreamPurgeRequest(), Limit)).Purged);
        await Stream.RefreshAsync(Limit);
        Assert.Equal(0, Stream.Info.State.Messages);
    }

    [Fact]
    public async Task DeleteStreamAsync_Existing_IsGoneFromTheList()
    {
        Assert.Contains(StreamName, await ListAsync(), StringComparer.Ordinal);
        Assert.True(await Js.DeleteStreamAsync(StreamName, Limit));
        Assert.DoesNotContain(StreamName, await ListAsync(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task GetAccountInfoAsync_Running_CountsStreams() =>
        Assert.True((await Js.GetAccountInfoAsync(Limit)).Streams >= 1);

    private async Task<List<string>> ListAsync()
    {
        var names = new List<string>();
        await foreach (var name in Js.ListStreamNamesAsync(cancellationToken: Limit))
        {
            names.Add(name);
        }

        return names;
    }
}
