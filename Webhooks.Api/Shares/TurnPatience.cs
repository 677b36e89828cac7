namespace Webhooks.Api.Shares;

/// <summary>How long one request waits, in all its turns together, for other work of its tenant. What others do it waits for as long as they do it.</summary>
public sealed class TurnPatience(TimeProvider time)
{
    private TimeSpan _left = TimeSpan.FromMilliseconds(400);

    /// <summary>It is not sent away for what others cost: a request of many parts would lose those whose turn has not come.</summary>
    public bool Stays { get; init; }

    /// <summary>False when the turn has not come in time.</summary>
    internal async ValueTask<bool> WaitAsync(SemaphoreSlim turn, CancellationToken cancellationToken)
    {
        if (await turn.WaitAsync(0, cancellationToken))
        {
            return true;
        }

        if (_left <= TimeSpan.Zero)
        {
            return false;
        }

        var since = time.GetTimestamp();
        using var late = new CancellationTokenSource(_left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await turn.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            _left -= time.GetElapsedTime(since);
        }
    }
}
