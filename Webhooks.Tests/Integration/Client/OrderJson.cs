using System.Text.Json.Serialization;

namespace Webhooks.Tests.Integration.Client;

internal sealed record Order(int Id, string Customer);

[JsonSerializable(typeof(Order))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class OrderJson : JsonSerializerContext;
