namespace Webhooks.Core.Tenants;

/// <summary>What a process wants to hear from the database besides changes of the configuration.</summary>
public interface IFeedListener
{
    /// <summary>Of its own notices.</summary>
    string Channel { get; }

    /// <summary>A notice of that channel.</summary>
    void Hear(string notice);

    /// <summary>Notices may have been missed.</summary>
    void LoseTrack();

    /// <summary>Everything that was committed before this timestamp has been heard, and what was changed is known.</summary>
    void HearUntil(long asked);

    /// <summary>Told of each call once everything that was changed or notified before it is known; see <see cref="ConfigCall"/>.</summary>
    Task AnswerAsync(long number, CancellationToken cancellationToken);
}
