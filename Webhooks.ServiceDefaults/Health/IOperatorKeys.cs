namespace Microsoft.Extensions.Hosting;

/// <summary>A service's own notion of keys that make a caller an operator, beside <c>Operator:ScrapeKey</c>.</summary>
public interface IOperatorKeys
{
    bool IsOperators(ReadOnlySpan<char> key);
}
