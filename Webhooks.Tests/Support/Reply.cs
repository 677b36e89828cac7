using System.Globalization;
using System.Text;

namespace Webhooks.Tests.Support;

/// <summary>How a receiver answers one visit.</summary>
internal sealed class Reply(Func<Visit, Wire, CancellationToken, Task> write)
{
    private static readonly TimeSpan DripPause = TimeSpan.FromMilliseconds(50);

    public static Reply Ok { get; } = Status(200, "OK");

    public static Reply Unavailable { get; } = Status(503, "Service Unavailable");

    /// <summary>Nothing, until the other side gives up.</summary>
    public static Reply Hang { get; } = new(static async (_, wire, stop) =>
    {
        await wire.ReadAsync(stop);
        wire.End();
    });

    public static Reply Reset { get; } = new(static (_, wire, _) =>
    {
        wire.Reset();
        return Task.CompletedTask;
    });

    /// <summary>Closes in order, without a word.</summary>
    public static Reply Close { get; } = new(static (_, wire, _) =>
    {
        wire.End();
        return Task.CompletedTask;
    });

    /// <summary>A status line and then headers without an end.</summary>
    public static Reply EndlessHeaders { get; } = new(static async (_, wire, stop) =>
    {
        await wire.WriteAsync("HTTP/1.1 200 OK\r\n", stop);
        while (true)
        {
            await wire.WriteAsync($"X-More: {new string('x', 1000)}\r\n", stop);
        }
    });

    /// <summary>200 and a body of one byte now and then.</summary>
    public static Reply Drip { get; } = new(static async (_, wire, stop) =>
    {
        await wire.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", stop);
        while (true)
        {
            await wire.WriteAsync("x", stop);
            await Task.Delay(DripPause, stop);
        }
    });

    /// <summary>200 and a body without an end.</summary>
    public static Reply EndlessBody { get; } = new(static async (_, wire, stop) =>
    {
        await wire.WriteAsync("HTTP/1.1 200 OK\r\n\r\n", stop);
        while (true)
        {
            await wire.WriteAsync(new string('y', 10_000), stop);
        }
    });

    public static Reply Status(int status, string reason = "", string body = "", params (string Name, string Value)[] headers) =>
        Bytes(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} {reason}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{string.Concat(headers.Select(h => $"{h.Name}: {h.Value}\r\n"))}\r\n{body}")));

    /// <summary>Just this, and the connection stays.</summary>
    public static Reply Bytes(byte[] bytes) => new((_, wire, stop) => wire.WriteAsync(bytes, stop).AsTask());

    public static Reply From(Func<Visit, Reply> choose) => new((visit, wire, stop) => choose(visit).WriteAsync(visit, wire, stop));

    /// <summary>The same, but not before <paramref name="gate"/> has completed.</summary>
    public Reply After(Task gate) => new(async (visit, wire, stop) =>
    {
        await gate.WaitAsync(stop);
        await write(visit, wire, stop);
    });

    public Reply After(TimeSpan delay) => new(async (visit, wire, stop) =>
    {
        await Task.Delay(delay, stop);
        await write(visit, wire, stop);
    });

    /// <summary>The same, and the connection is closed.</summary>
    public Reply AndClose() => new(async (visit, wire, stop) =>
    {
        await write(visit, wire, stop);
        wire.End();
    });

    public Task WriteAsync(Visit visit, Wire wire, CancellationToken cancellationToken) => write(visit, wire, cancellationToken);
}
