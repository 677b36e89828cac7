using System.Text.Json.Serialization;

namespace Orders;

public sealed record NewOrder(string Sku, int Quantity);

public sealed record Order(Guid Id, string Sku, int Quantity);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(NewOrder))]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(long))]
internal sealed partial class OrderJson : JsonSerializerContext;
