namespace Aspire.Hosting.ApplicationModel;

/// <summary>1 to 64 ASCII letters, digits and hyphens; starts with a letter; no double and no trailing hyphen.</summary>
internal static class ModelName
{
    public static void ValidateName(string target, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (Fault(name) is { } fault)
        {
            throw new ArgumentException($"{target} name '{name}' is invalid. {fault}", nameof(name));
        }
    }

    private static string? Fault(string name)
    {
        if (name.Length > 64)
        {
            return "Name must be between 1 and 64 characters long.";
        }

        if (!char.IsAsciiLetter(name[0]))
        {
            return "Name must start with an ASCII letter.";
        }

        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            return "Name must contain only ASCII letters, digits, and hyphens.";
        }

        if (name.Contains("--", StringComparison.Ordinal))
        {
            return "Name cannot contain consecutive hyphens.";
        }

        return name.EndsWith('-') ? "Name cannot end with a hyphen." : null;
    }
}
