using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Webhooks.Api.Docs;

/// <summary>The OpenAPI document, written when it is first asked for: building it takes as long as hundreds of requests.</summary>
internal sealed class OpenApiFile(IOpenApiDocumentProvider documents)
{
    private File? _file;

    public async Task<FileContentHttpResult> GetAsync(HttpContext context)
    {
        var file = _file ??= await BuildAsync(context.RequestAborted);
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(file.Content, "application/json; charset=utf-8", entityTag: file.Tag);
    }

    private async Task<File> BuildAsync(CancellationToken cancellationToken)
    {
        var document = await documents.GetOpenApiDocumentAsync(cancellationToken);
        using var content = new MemoryStream();
        await document.SerializeAsJsonAsync(content, OpenApiSpecVersion.OpenApi3_1, cancellationToken);
        var bytes = content.ToArray();
        return new File(bytes, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8))}\""));
    }

    private sealed record File(byte[] Content, EntityTagHeaderValue Tag);
}
