using System.Globalization;
using System.Text;

namespace Webhooks.Bench.Fuzz;

/// <summary>Makes the requests of a run: the same seed makes the same ones.</summary>
internal sealed class RequestMutator(int seed, string key, IReadOnlyList<FuzzRoute> routes)
{
    private const int MaxTarget = 8_000;
    private const int MaxHeaders = 30_000;

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "get", "X"];

    private static readonly string[] Segments =
    [
        "evt_", "evt_00000000000000000000000000000000", "evt_ffffffffffffffffffffffffffffffff", "dlv_ffffffffffffffffffffffffffffffff7fff",
        "dlv_0000000000000000000000000000000000000", "whe_zzz", "dlq_", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..", "%00", "%2F", "%5c", "%ff%fe", "%", "%zz",
        "%25252e", "current", "fuzz", "-1", "null", "a%20b", "%0d%0aX-Injected:%201", "{id}", "%F0%9F%92%A9", "\u00e9", "*", ";a=b", "~", "evt_%30",
        "EVT_018F0000000070008000000000000000", new('a', 300), new('a', 7_000),
    ];

    private static readonly string[] Values =
    [
        "", "0", "-1", "1", "100", "101", "2147483648", "99999999999999999999", "1e3", "+1", "%2B1", "PENDING", "pending", "FAILED", "failed", "delivered",
        "%00", "%ff", "%ed%a0%80", "a%00b", "%", "null", "undefined", "true", "1970-01-01", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
        "253402300799", "253402300800", "2026-02-30", "2026-01-21T12:00:00%2B14:00", "9999-12-31T23:59:59-14:00", "1763959108.5", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "evt_00000000000000000000000000000000", "whe_ffffffffffffffffffffffffffffffff", "ndjson", "csv", "xml", "http://127.0.0.1:9/", "http://[::1", "file:///etc/passwd",
        "%F0%9F%92%A9", "'%20OR%201=1--", "..%2f..", new('x', 5_000), "\u00fc",
    ];

    private static readonly string[] Types =
    [
        "application/json", "application/json; charset=utf-16", "application/json; charset=nonsense", "application/cloudevents+json", "text/plain", "text/json",
        "multipart/form-data", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "", "json", "application/", ";", "application/json;;;", "application/xml", new('a', 2_000),
    ];

    private static readonly string[] Extra =
    [
        "Content-Encoding: gzip", "Content-Encoding: br, gzip", "Accept: nothing/at-all", "Accept: ;;", "X-Correlation-Id: \u00fcml\u00e4ut", "X-Correlation-Id: " + new string('c', 3_000),
        "Idempotency-Key: k", "Idempotency-Key: ", "Idempotency-Key: " + new string('k', 600), "Idempotency-Key: \u0001", "Idempotency-Key: \u00ff\u00fe", "traceparent: 00-zz-zz-01",
        "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "Expect: 200-ok", "Range: bytes=0-", "If-None-Match: *", "If-Match: \"x\"", "Content-Digest: sha-256=:x:", "Content-Range: bytes 0-1/2", "Upgrade: websocket",
        "X-Forwarded-For: 1.2.3.4, ::1", "X-Http-Method-Override: DELETE", "Cookie: " + new string('c', 4_000), "Accept-Encoding: gzip;q=nan", "Connection: upgrade", "X-Big: " + new string('h', 40_000),
        "Bad Header: x", "NoColon", ": empty", "Origin: null", "Accept-Language: *",
    ];

    public FuzzRequest Make(int number)
    {
        var random = new Random(HashOf(seed, number));
        var route = BodyMutator.Pick(routes, random);
        var method = random.Next(12) == 0 ? BodyMutator.Pick(Methods, random) : route.Method;
        var target = Path(route, random) + Query(route, random);
        var hasBody = method is "POST" or "PUT" or "PATCH" || random.Next(20) == 0;
        var body = hasBody ? BodyMutator.Mutate(FuzzRoutes.BodyOf(route), random) : [];
        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{method} {target} HTTP/1.1\r\nHost: {(random.Next(40) == 0 ? "\u00fc:99999" : "localhost")}\r\n"));
        Authorize(head, random);
        if (hasBody || random.Next(20) == 0)
        {
            head.Append("Content-Type: ").Append(random.Next(4) == 0 ? BodyMutator.Pick(Types, random) : Types[0]).Append("\r\n");
        }

        while (random.Next(4) == 0)
        {
            head.Append(BodyMutator.Pick(Extra, random)).Append("\r\n");
        }

        var isChunked = hasBody && random.Next(10) == 0;
        var isShort = hasBody && !isChunked && body.Length > 1 && random.Next(60) == 0;
        if (isChunked)
        {
            head.Append("Transfer-Encoding: chunked\r\n");
            body = [.. Encoding.ASCII.GetBytes($"{(random.Next(5) == 0 ? "zz" : body.Length.ToString("x", CultureInfo.InvariantCulture))}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8];
        }
        else if (hasBody)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {(isShort ? body.Length / 2 : body.Length)}\r\n");
        }

        var text = head.Append("\r\n").ToString();
        return new FuzzRequest(number, [.. Encoding.Latin1.GetBytes(text), .. body], method is "HEAD", isShort || isChunked || IsBroken(text, target));
    }

    // string.GetHashCode and HashCode differ from run to run.
    private static int HashOf(int seed, int number) => unchecked((seed * 1_000_003) ^ (number * 16_777_619));

    // What the server's own parser refuses: the API never sees it.
    private static bool IsBroken(string head, string target) =>
        target.Length > MaxTarget || head.Length > MaxHeaders || target.Any(static c => c is > '\x7e' or <= ' ' or '%' or '\\')
        || head.Any(static c => c > '\x7e' || (c < ' ' && c is not '\r' and not '\n'))
        || head.Contains("Bad Header", StringComparison.Ordinal) || head.Contains("NoColon", StringComparison.Ordinal) || head.Contains("\r\n: ", StringComparison.Ordinal)
        || head.Contains("Expect:", StringComparison.Ordinal) || head.Contains("pgrade", StringComparison.Ordinal);

    private static string Path(FuzzRoute route, Random random)
    {
        var path = new StringBuilder(random.Next(10) == 0 && route.Path.StartsWith("/v1", StringComparison.Ordinal) ? "/api" : "");
        foreach (var segment in route.Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            path.Append('/').Append(segment[0] == '{' || random.Next(40) == 0 ? BodyMutator.Pick(Segments, random) : segment);
        }

        return random.Next(40) == 0 ? path.Append(BodyMutator.Pick(["/", "//", "/..", "/%2e%2e", "/.", "?", "#x"], random)).ToString() : path.ToString();
    }

    private static string Query(FuzzRoute route, Random random)
    {
        var query = new List<string>();
        while (random.Next(3) > 0 && query.Count < 8)
        {
            var name = route.Query.Count > 0 && random.Next(10) > 0 ? BodyMutator.Pick(route.Query, random) : BodyMutator.Pick(["x", "", "limit", "%00", "status[]", "next_token"], random);
            query.Add($"{name}={BodyMutator.Pick(Values, random)}");
        }

        return query.Count == 0 ? "" : "?" + string.Join('&', query);
    }

    private void Authorize(StringBuilder head, Random random)
    {
        var line = random.Next(16) switch
        {
            0 => "",
            1 => "Authorization: Bearer\r\n",
            2 => "Authorization: Basic " + key + "\r\n",
            3 => BodyMutator.Pick(["Authorization: Bearer " + new string('k', 9_000), "Authorization: Bearer \u00ff\u00fe", $"Authorization: Bearer {key}\r\nAuthorization: Bearer x", $"Authorization: bearer  {key} ", "Authorization: Bearer " + key[..^1]], random) + "\r\n",
            _ => $"Authorization: Bearer {key}\r\n",
        };
        head.Append(line);
    }
}
