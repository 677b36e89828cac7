using System.Buffers.Binary;
using Webhooks.Core.Deliveries;

namespace Webhooks.Bench.History;

/// <summary>Events with one delivery each, evenly spread over a span of time. The same number is always the same event.</summary>
/// <param name="Endpoints">Of every ten deliveries one is the second's, if there is one.</param>
/// <param name="ParkReason">Why they wait for their endpoint; null: all are delivered but one of a thousand, which has failed.</param>
internal sealed record HistoryBlock(string Tenant, int Count, DateTimeOffset From, DateTimeOffset Until, int BodyBytes, IReadOnlyList<Guid> Endpoints, string? ParkReason)
{
    private const int Turns = 10;
    private const int Rare = 1_000;

    public bool AreParked => ParkReason is not null;

    public DateTimeOffset TimeOf(int number) => From + ((Until - From) * ((double)number / Count));

    /// <summary>A UUIDv7 of the event's time, as the API makes them.</summary>
    public Guid IdOf(int number)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, TimeOf(number).ToUnixTimeMilliseconds() << 16);
        BinaryPrimitives.WriteUInt64BigEndian(id[8..], Mix(((ulong)number << 1) | (AreParked ? 1UL : 0)));
        BinaryPrimitives.WriteUInt16BigEndian(id[6..], (ushort)(0x7000 | (number & 0xFFF)));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true);
    }

    public Guid EndpointOf(int number) => Endpoints[number % Turns == 0 ? Endpoints.Count - 1 : 0];

    public string StatusOf(int number) =>
        AreParked ? DeliveryStatus.Parked : number % Rare == Rare - 1 ? DeliveryStatus.Failed : DeliveryStatus.Delivered;

    // SplitMix64's finalizer: neighbours become strangers.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
