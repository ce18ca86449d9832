"""What people and programs send that is no honest question, percent-encoded."""

from urllib.parse import quote

SCRIPT, PICTURE = "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'
VALUES = (
    "%00", "a%00b", "%FF%FE", "%ED%A0%80", "%C0%AF", "%C3%28", "x" * 10_000, "word%20" * 300, "a%20" * 2_000,
    "%0d%0aSet-Cookie:%20a=b", "%252e%252e", "%uD800", "%", "%zz", "..%2F..%2Fetc%2Fpasswd",
    *map(quote, (
        SCRIPT, PICTURE, "javascript:alert(1)", "{{7*7}}", "${7*7}", "{% load x %}", "<%= 7*7 %>", "' OR 1=1 --",
        '"; DROP TABLE x', 'title:* AND (body:[a TO z] OR "', "text_name:bread", "*:*", '"', "''", "((((",
        "[a TO *]", "bread*", "b?d", "bread~2^9", "/.*/", "\\", "AND OR NOT", "+ - && || !",
        "-1", "0", "1.5", "1e9", "9" * 400, "-" + "9" * 30, "٣", "१२", "Ⅷ", "NaN",
        "[]", "{}", "null", "\u202ex", "\u202e\u0000", "\ufeff", "\u200b", "﷽" * 20, "e\u0301" * 60,
        "ʔ", "ʕ" * 9,
    )),
)  # fmt: skip
NAMES = (
    "q",
    "Q",
    "q[]",
    "q[0]",
    "",
    "%00",
    "%FF",
    "x" * 500,
    quote(SCRIPT),
    "__proto__",
    "utm_source",
    "page",
    "offset",
)
HEADERS = {
    "Accept": ("*/*;q=x", "a/b" * 2_000, SCRIPT, "\xff"),
    "Accept-Language": ("xx-" * 500, "../../etc", SCRIPT, "\xff\xfe", "ar;q=2,,;;"),
    "Cookie": ("a=" + "x" * 5_000, "sessionid=" + SCRIPT, "csrftoken=\x01", ";;;==", "sessionid=\xff"),
    "If-None-Match": ("x" * 5_000, '"', 'W/"' + SCRIPT, "*,*", "\xff"),
    "If-Modified-Since": ("never", "Thu, 99 Foo 9999 99:99:99 GMT", "-1"),
    "Origin": ("null", SCRIPT, "https://evil.example/", "\xff"),
    "Range": ("bytes=0-", "bytes=9-1", "lines=-1"),
    "Referer": (SCRIPT, "\xff" * 500),
    "User-Agent": ("", "x" * 5_000, SCRIPT),
    "X-Forwarded-For": ("x" * 5_000, SCRIPT, "1.2.3.4, 'a", ",,,"),
    "X-Forwarded-Host": ("evil.example",),
    "X-Forwarded-Proto": ("gopher", SCRIPT),
    "X-HTTP-Method-Override": ("DELETE",),
    "X-Request-ID": (SCRIPT, "x" * 5_000, "a b", "\xff"),
    "X-Requested-With": ("XMLHttpRequest",),
}
HOSTS = (
    "evil.example",
    "testserver@evil.example",
    "a b",
    "<script>",
    "[::1",
    "testserver/evil",
    "x" * 300,
)
