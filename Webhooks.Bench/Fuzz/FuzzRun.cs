using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Webhooks.Bench.Fuzz;

/// <summary>Sends the requests over a few connections at once and keeps what came of them.</summary>
internal sealed class FuzzRun(IPEndPoint address, RequestMutator requests, FuzzRules rules)
{
    private const int Connections = 8;
    private const int MostFaults = 20;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private int _next;
    private double _slowest;

    public ConcurrentDictionary<int, int> Statuses { get; } = new();

    public ConcurrentQueue<(FuzzRequest Request, string Fault)> Faults { get; } = new();

    public double SlowestSeconds => _slowest;

    /// <summary>Sends the requests up to this number, from where it stopped before.</summary>
    public Task SendAsync(int upTo, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => SendEachAsync(upTo, cancellationToken)));

    public async Task SendOneAsync(int number, CancellationToken cancellationToken)
    {
        using var connection = new FuzzConnection(address);
        await TryAsync(connection, requests.Make(number), cancellationToken);
    }

    private async Task SendEachAsync(int upTo, CancellationToken cancellationToken)
    {
        var connection = new FuzzConnection(address);
        try
        {
            while (Faults.Count < MostFaults && Take(upTo) is { } number)
            {
                if (!await TryAsync(connection, requests.Make(number), cancellationToken))
                {
                    connection.Dispose();
                    connection = new FuzzConnection(address);
                }
            }
        }
        finally
        {
            connection.Dispose();
        }
    }

    private int? Take(int upTo)
    {
        while (Volatile.Read(ref _next) is var number && number < upTo)
        {
            if (Interlocked.CompareExchange(ref _next, number + 1, number) == number)
            {
                return number;
            }
        }

        return null;
    }

    /// <summary>Whether the connection may be used again.</summary>
    private async Task<bool> TryAsync(FuzzConnection connection, FuzzRequest request, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        var start = Stopwatch.GetTimestamp();
        try
        {
            var answer = await connection.ExchangeAsync(request, deadline.Token);
            _slowest = Math.Max(_slowest, Stopwatch.GetElapsedTime(start).TotalSeconds);
            Statuses.AddOrUpdate(answer.Status, 1, static (_, count) => count + 1);
            if (await rules.FindFaultAsync(request, answer, cancellationToken) is { } fault)
            {
                Faults.Enqueue((request, $"{answer.Status}: {fault}"));
            }

            return !answer.IsLast && !request.IsBroken;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Faults.Enqueue((request, $"No answer within {Deadline.TotalSeconds} s."));
            return false;
        }
    }
}
