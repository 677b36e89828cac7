namespace Webhooks.Dashboard.Endpoints;

/// <summary>Why nothing can be sent to an endpoint.</summary>
public enum Obstacle
{
    None,
    Disabled,
    Deleted,
}
