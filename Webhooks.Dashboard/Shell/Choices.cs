namespace Webhooks.Dashboard.Shell;

/// <summary>Refuses a value that is none of those to choose from: the page would show or do something else than was asked for.</summary>
internal sealed class Choices(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var (request, fields) = (context.Request, FormFields.Of(context));
        return fields.Refuse(name => request.Query[name]) is { } address ? ErrorPage.RefuseAddressAsync(context, address)
            : request.HasFormContentType && fields.Refuse(name => request.Form[name]) is { } form ? ErrorPage.RefuseFormAsync(context, form)
            : next(context);
    }
}
