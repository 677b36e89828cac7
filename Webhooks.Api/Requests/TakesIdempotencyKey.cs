namespace Webhooks.Api.Requests;

/// <summary>Endpoint metadata: the route honours the header Idempotency-Key.</summary>
internal sealed class TakesIdempotencyKey
{
    public static readonly TakesIdempotencyKey Instance = new();

    private TakesIdempotencyKey()
    {
    }
}
