using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Webhooks.Dashboard.Sessions;
using Webhooks.ServiceDefaults.Requests;

namespace Webhooks.Dashboard.Shell;

/// <summary>What every page knows of its visit.</summary>
public sealed class PageContext
{
    /// <summary>The address of a page that waits for its figures says so.</summary>
    public const string IsCounted = "counted=true";

    /// <summary>Endpoint metadata of such a page.</summary>
    internal static readonly object[] MayWait = [new AlsoTakes(Counted), new FormFields(new FormField(Counted, Counted) { Choices = [Yes] })];

    private const string Counted = "counted";
    private const string Yes = "true";

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(30);

    private readonly HttpContext _context;
    private string? _token;

    private PageContext(HttpContext context)
    {
        _context = context;
        Session = context.Features.Get<Session>();
        Tenant = context.GetRouteValue(Access.TenantValue) as string ?? Session?.TenantId;
        Theme = Themes.Of(context.Request);
        Now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        HasLocal = context.RequestServices.GetRequiredService<LocalStack>().IsHere;
    }

    public Session? Session { get; }

    /// <summary>That the page is about.</summary>
    public string? Tenant { get; }

    /// <summary>light or dark; null follows the browser.</summary>
    public string? Theme { get; }

    public DateTimeOffset Now { get; }

    public bool HasLocal { get; }

    /// <summary>Somebody looks at it: what is wrong is said on the page. A program gets a problem.</summary>
    internal bool IsForPeople => ErrorPage.CanBeShown(_context.Request);

    public string Path => $"{_context.Request.Path}{_context.Request.QueryString}";

    /// <summary>The page to come back to: this one, or where the form was that it answers.</summary>
    public string Here => HttpMethods.IsGet(_context.Request.Method) ? Path
        : _context.Features.Get<IFormFeature>()?.Form is { } sent ? BackPath.Safe(sent[BackPath.Field])
        : "/";

    public string TenantPath => $"/tenants/{Tenant}";

    /// <summary>What the form before this page came to; shown once.</summary>
    public Notice? Notice => field ??= Notice.Take(_context);

    /// <summary>Proves that a form of ours was sent by a page of ours.</summary>
    public string FormToken => _token ??= _context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(_context).RequestToken!;

    /// <summary>
    /// What takes long to count; null when a page that is opened would wait for it. The page is shown without it, and its script asks once more, and
    /// waits.
    /// </summary>
    public async Task<T?> InTimeAsync<T>(Func<CancellationToken, Task<T>> count, CancellationToken cancellationToken)
        where T : class
    {
        if (_context.Request.Headers.ContainsKey("X-Renewal") || _context.Request.Query[Counted] == Yes)
        {
            return await count(cancellationToken);
        }

        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Patience);
        try
        {
            return await count(late.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>A sentence in the words of this page.</summary>
    internal string Say(string sentence) => PageWords.Of(_context, sentence);

    public static PageContext Of(HttpContext context) => context.Features.Get<PageContext>() ?? Add(context);

    public static ValueTask<PageContext?> BindAsync(HttpContext context) => ValueTask.FromResult<PageContext?>(Of(context));

    /// <summary>After a form: back to where it was, or on to a page, with a word about what became of it.</summary>
    public IResult Done(string text, string? to = null)
    {
        Notice.Give(_context, new Notice(text));
        return Results.LocalRedirect(to ?? BackPath.Of(_context.Request));
    }

    /// <summary>After a form that did nothing: back to where it was, with the reason.</summary>
    public IResult Refused(string reason)
    {
        if (!IsForPeople)
        {
            throw new FieldException(reason);
        }

        Notice.Give(_context, new Notice(reason, IsError: true));
        return Results.LocalRedirect(BackPath.Of(_context.Request));
    }

    private static PageContext Add(HttpContext context)
    {
        var page = new PageContext(context);
        context.Features.Set(page);
        return page;
    }
}
