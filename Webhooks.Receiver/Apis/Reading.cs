namespace Webhooks.Receiver.Apis;

internal static class Reading
{
    /// <summary>HEAD answers wherever GET does; the server leaves the body out by itself.</summary>
    public static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];
}
