using System.Security.Cryptography;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Security;

namespace Webhooks.Worker.Sending;

/// <summary>What keeps this process from sending, whatever the endpoint: a missing key, for instance. The endpoint is not blamed for it.</summary>
internal sealed partial class OwnFaults(EndpointKeys keys, EndpointTerms terms, TimeProvider time, ILogger<OwnFaults> logger)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(45);

    private readonly Lock _gate = new();
    private string? _latest;
    private long _at;

    /// <summary>The latest fault; null when there has been none for a while.</summary>
    public string? Latest
    {
        get
        {
            lock (_gate)
            {
                return _latest is not null && time.GetElapsedTime(_at) < Remembered ? _latest : null;
            }
        }
    }

    /// <summary>True when this process lacks what it needs to send to the endpoint.</summary>
    public bool Prevent(EndpointConfig endpoint)
    {
        try
        {
            keys.For(endpoint);
            terms.HeadersFor(endpoint);
            return false;
        }
        catch (CryptographicException error)
        {
            Note(error.Message);
            return true;
        }
        catch (RefusedUrlException)
        {
            // That is the endpoint's: the attempt says so.
            return false;
        }
    }

    /// <summary>An attempt ended in a way that nobody has foreseen.</summary>
    public void Note(Exception unexpected)
    {
        LogUnexpected(logger, unexpected);
        Note($"{unexpected.GetType().Name}: {unexpected.Message}");
    }

    private void Note(string fault)
    {
        var isNews = Latest != fault;
        lock (_gate)
        {
            (_latest, _at) = (fault, time.GetTimestamp());
        }

        if (isNews)
        {
            LogFault(logger, fault);
        }
    }

    [LoggerMessage(LogLevel.Error, "An attempt ended unexpectedly; its delivery waits")]
    private static partial void LogUnexpected(ILogger logger, Exception error);

    [LoggerMessage(LogLevel.Error, "Deliveries wait, because this worker cannot send them: {Fault}")]
    private static partial void LogFault(ILogger logger, string fault);
}
