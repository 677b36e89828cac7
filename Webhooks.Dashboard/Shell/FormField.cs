namespace Webhooks.Dashboard.Shell;

/// <summary>A field of a form, or a parameter of an address.</summary>
/// <param name="Name">As it is sent.</param>
/// <param name="Label">As its page calls it.</param>
/// <param name="Said">As the API's sentences call it, beside the name in quotes.</param>
internal sealed record FormField(string Name, string Label, params IReadOnlyList<string> Said)
{
    /// <summary>A browser sends it once for each box that is ticked.</summary>
    public bool IsSeveral { get; init; }

    /// <summary>All values that it may have; null where it is text.</summary>
    public IReadOnlyList<string>? Choices { get; init; }
}
