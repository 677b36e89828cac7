namespace Webhooks.Api.Problems;

/// <summary>A caller's mistake that is found where no result can be returned.</summary>
internal sealed class ProblemException(ProblemType type, string detail, Exception? cause = null) : Exception(detail, cause)
{
    public ProblemType Type { get; } = type;
}
