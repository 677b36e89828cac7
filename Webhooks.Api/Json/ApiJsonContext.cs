using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Webhooks.Api.Events;
using Webhooks.Api.Tenants;

namespace Webhooks.Api.Json;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(EventAccepted))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(EventAnswer))]
[JsonSerializable(typeof(EventChange))]
[JsonSerializable(typeof(TenantCreation))]
[JsonSerializable(typeof(TenantCreated))]
[JsonSerializable(typeof(TenantAnswer))]
[JsonSerializable(typeof(TenantChange))]
[JsonSerializable(typeof(TenantChanged))]
[JsonSerializable(typeof(KeyCreated))]
[JsonSerializable(typeof(KeyList))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;
