using System.Buffers.Text;
using System.Globalization;

namespace Webhooks.Bench.Load;

/// <summary>The path of an endpoint at the sink: whether it answers, its tenant and its place among the tenant's endpoints.</summary>
internal readonly record struct SinkPath(bool Hangs, int Tenant, int Endpoint)
{
    private const int KindAt = 6;
    private const int TenantAt = 8;
    private const int EndpointAt = 13;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"/{(Hangs ? 'h' : 'a')}/{Tenant:D4}/{Endpoint:D2}");

    public static bool TryRead(ReadOnlySpan<byte> request, out SinkPath path)
    {
        path = default;
        if (!request.StartsWith("POST /"u8)
            || !Utf8Parser.TryParse(request.Slice(TenantAt, 4), out int tenant, out _)
            || !Utf8Parser.TryParse(request.Slice(EndpointAt, 2), out int endpoint, out _))
        {
            return false;
        }

        path = new SinkPath(request[KindAt] == 'h', tenant, endpoint);
        return true;
    }
}
