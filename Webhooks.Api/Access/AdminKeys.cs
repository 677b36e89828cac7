using Webhooks.Core.Security;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Access;

/// <summary>The administrator is an operator.</summary>
internal sealed class AdminKeys(ConfigDirectory directory) : IOperatorKeys
{
    public bool IsOperators(ReadOnlySpan<char> key) => directory.FindPrincipal(ApiKeyHash.From(ApiKeys.Hash(key))) is { IsAdmin: true };
}
