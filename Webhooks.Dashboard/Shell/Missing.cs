namespace Webhooks.Dashboard.Shell;

/// <summary>The same answer for what is not there and for what is another's.</summary>
internal static class Missing
{
    public static Task ShowAsync(HttpContext context) =>
        ErrorPage.ShowAsync(context, StatusCodes.Status404NotFound, "Nothing is here", "The address is wrong, or what it names is gone or is not yours.");
}
