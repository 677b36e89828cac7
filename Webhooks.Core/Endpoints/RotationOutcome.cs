namespace Webhooks.Core.Endpoints;

/// <summary>What came of giving an endpoint a new secret.</summary>
/// <param name="EndpointExists">False when the tenant has no such endpoint.</param>
/// <param name="End">When the earlier secrets stop signing; null when nothing was changed.</param>
public readonly record struct RotationOutcome(bool EndpointExists, DateTimeOffset? End)
{
    public static readonly RotationOutcome NoSuchEndpoint = new(false, null);

    /// <summary>As many secrets are live as a delivery can be signed with.</summary>
    public static readonly RotationOutcome TooManyLive = new(true, null);

    public static RotationOutcome EarlierEndAt(DateTimeOffset end) => new(true, end);
}
