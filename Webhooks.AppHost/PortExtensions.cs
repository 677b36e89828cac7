using System.Globalization;

namespace Webhooks.AppHost;

internal static class PortExtensions
{
    /// <summary>Setting <c>Ports:{service}</c>, or the documented one.</summary>
    public static int Port(this IDistributedApplicationBuilder builder, string service, int documented) =>
        builder.Configuration[$"Ports:{service}"] switch
        {
            null or "" => documented,
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue => port,
            var text => throw new DistributedApplicationException($"Ports:{service} is '{text}'; it must be a port from 1 to 65535."),
        };
}
