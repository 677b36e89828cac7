using System.Text.Json.Nodes;

namespace Webhooks.Api.Requests;

/// <summary>Endpoint metadata: what the OpenAPI document says of a body that no parameter stands for.</summary>
/// <param name="IsObject">False takes any JSON.</param>
internal sealed record BodyDescription(string Summary, string Text, JsonObject Example, bool IsObject = true);
