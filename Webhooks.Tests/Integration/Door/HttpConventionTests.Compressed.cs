using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Door;

public sealed partial class HttpConventionTests
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task CompressedBody_OnEveryKindOfRoute_IsRead(string coding)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        foreach (var (url, body) in new[] { ("/v1/events", "{\"n\":[" + string.Join(',', Enumerable.Range(0, 5_000)) + "]}"), ("/v1/events/bulk", """{"events":[{}]}"""), ("/v1/event-types", """{"name":"a"}""") })
        {
            var answer = await tenant.SendAsync("POST", url, Compressed(coding, Encoding.UTF8.GetBytes(body)));
            Assert.True(answer.Status == 201, $"{url}: {answer.Body}");
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task CompressedBody_ThatGrowsTooLarge_IsGivenUp(string coding)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var spaces = new byte[64 << 20];
        spaces.AsSpan().Fill((byte)' ');

        foreach (var url in new[] { "/v1/events", "/v1/events/bulk", "/v1/webhooks", "/v1/dlq/requeue" })
        {
            (await tenant.SendAsync("POST", url, Compressed(coding, spaces))).AssertProblem(413, "body-too-large");
        }
    }

    [Fact]
    public async Task CompressedBody_ThatIsNone_IsRefused()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        foreach (var coding in new[] { "gzip", "br" })
        {
            var content = AnswerExtensions.Content([.. "{\"not\":\"compressed\"}"u8], "application/json");
            content.Headers.ContentEncoding.Add(coding);
            (await tenant.SendAsync("POST", "/v1/events", content)).AssertProblem(400, "invalid-body");
        }

        var zstd = AnswerExtensions.Content([.. "{}"u8], "application/json");
        zstd.Headers.ContentEncoding.Add("zstd");
        var answer = await tenant.SendAsync("POST", "/v1/events", zstd);
        answer.AssertProblem(415, "unsupported-media-type");
        Assert.Equal("gzip, br", answer.Header("Accept-Encoding"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task CompressedBody_ThatIsCutOrDamaged_IsRefused(string coding)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        foreach (var (url, body) in new[] { ("/v1/events", """{"event":"a"}"""), ("/v1/event-types", """{"name":"a"}""") })
        {
            var whole = Packed(coding, Encoding.UTF8.GetBytes(body));
            for (var length = 1; length < whole.Length; length++)
            {
                (await tenant.SendAsync("POST", url, Sent(coding, whole[..length]))).AssertProblem(400, "invalid-body");
            }

            Assert.Equal(201, (await tenant.SendAsync("POST", url, Sent(coding, whole))).Status);
        }

        var damaged = Packed("gzip", "{}"u8.ToArray());
        damaged[^5] ^= 1;
        (await tenant.SendAsync("POST", "/v1/events", Sent("gzip", damaged))).AssertProblem(400, "invalid-body");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task CompressedBody_WithBytesBehindItsEnd_IsRefusedAndStoresNothing(string coding)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var random = new Random(7);
        foreach (var size in new[] { 0, 300, 70_000 })
        {
            var body = Encoding.UTF8.GetBytes($$"""{"event":"a","pad":"{{Convert.ToBase64String(Bytes(size))}}"}""");
            var whole = Packed(coding, body);
            byte[][] junk = [[0], [0x1f], [0x1f, 0x8b], [0x1f, 0x8b, 8], [3], [(byte)'\n'], whole[^8..], whole[..16], .. Enumerable.Range(1, 16).Select(Bytes)];
            foreach (var behind in junk)
            {
                foreach (var announced in new[] { true, false })
                {
                    tenant.DefaultRequestHeaders.TransferEncodingChunked = !announced;
                    var answer = await tenant.SendAsync("POST", "/v1/events", Sent(coding, [.. whole, .. behind]));
                    Assert.True(answer.Status == 400, $"{size}, {Convert.ToHexString(behind)}: {answer.Status}");
                    answer.AssertProblem(400, "invalid-body");
                }
            }
        }

        tenant.DefaultRequestHeaders.TransferEncodingChunked = null;
        Assert.Equal(0, (await tenant.SendAsync("GET", "/v1/events")).At("total_count").GetInt32());

        byte[] Bytes(int count)
        {
            var bytes = new byte[count];
            random.NextBytes(bytes);
            return bytes;
        }
    }

    [Fact]
    public async Task CompressedBody_OfSeveralGzipMembers_IsTakenWholeOrNotAtAll()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var body = Encoding.UTF8.GetBytes($$"""{"event":"a","n":"{{new string('x', 20_000)}}"}""");
        byte[] empty = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] parts = [.. Packed("gzip", body[..9]), .. empty, .. Packed("gzip", body[9..])];

        var posted = await tenant.SendAsync("POST", "/v1/events", Sent("gzip", parts));

        Assert.Equal(Encoding.UTF8.GetString(body), (await tenant.SendAsync("GET", $"/v1/events/{posted.Text("event_id")}")).At("event.payload").GetRawText());
        (await tenant.SendAsync("POST", "/v1/events", Sent("gzip", parts[..^1]))).AssertProblem(400, "invalid-body");
        (await tenant.SendAsync("POST", "/v1/events", Sent("gzip", [.. parts, 0]))).AssertProblem(400, "invalid-body");
        byte[] empties = [.. Enumerable.Repeat(empty, 20_000).SelectMany(static member => member)];
        Assert.Contains("far larger than what it holds", (await tenant.SendAsync("POST", "/v1/events", Sent("gzip", empties))).AssertProblem(400, "invalid-body"), StringComparison.Ordinal);
    }

    private static ByteArrayContent Compressed(string coding, byte[] body) => Sent(coding, Packed(coding, body));

    private static byte[] Packed(string coding, byte[] body)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = coding == "br" ? new BrotliStream(compressed, CompressionLevel.Fastest) : new GZipStream(compressed, CompressionLevel.Fastest))
        {
            stream.Write(body);
        }

        return compressed.ToArray();
    }

    private static ByteArrayContent Sent(string coding, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add(coding);
        return content;
    }
}
