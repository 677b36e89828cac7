namespace Webhooks.Core.Events;

/// <summary>How an event was posted, which decides what an endpoint without a payload format of its own receives.</summary>
public enum EventForm
{
    /// <summary>The whole body is the payload and is delivered byte for byte.</summary>
    Raw = 0,

    /// <summary>Posted as <c>{"event_type":…,"payload":{…}}</c>: the payload travels in an envelope.</summary>
    Typed = 1,
}
