using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <summary>The server refused a request; <see cref="ApiError.ErrCode"/> says why, e.g. 10059 for an unknown stream.</summary>
public sealed class NatsJSApiException(ApiError error) : NatsJSException(error.Description)
{
    public ApiError Error { get; } = error;
}
