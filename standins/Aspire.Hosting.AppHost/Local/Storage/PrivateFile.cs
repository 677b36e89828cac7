namespace Aspire.Hosting.Local.Storage;

internal static class PrivateFile
{
    /// <summary>Replaces the file as a whole; only its owner can read it.</summary>
    public static void Write(string path, string content)
    {
        var draft = $"{path}.{Environment.ProcessId}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(draft, options))
        {
            writer.Write(content);
        }

        File.Move(draft, path, overwrite: true);
    }
}
