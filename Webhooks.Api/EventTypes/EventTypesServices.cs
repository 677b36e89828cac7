using Webhooks.Api.Paging;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.EventTypes;

/// <summary>What the handlers of /v1/event-types depend on.</summary>
public sealed record EventTypesServices(EventTypeStore Types, ParsedSchemas Parsed, ConfigDirectory Directory, PageTokens Tokens);
