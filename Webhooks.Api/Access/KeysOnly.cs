namespace Webhooks.Api.Access;

/// <summary>Endpoint metadata: the session of a portal, which otherwise may do what its tenant's key may, may not do this.</summary>
internal sealed class KeysOnly
{
    public static readonly KeysOnly Instance = new();

    private KeysOnly()
    {
    }
}
