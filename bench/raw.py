"""The fastest that Python can be here: a WSGI app that knows every answer beforehand, and gives the very same bytes.

ANSWERS names a pickle of what to answer, by path and query: the ETag, the headers and the body.
"""

import os
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Answer = tuple[str, list[tuple[str, str]], bytes]

ANSWERS: dict[str, Answer] = pickle.loads(Path(os.environ["ANSWERS"]).read_bytes())  # noqa: S301 - our own


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    known = ANSWERS.get(f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}")
    if known is None:
        start_response("404 Not Found", [])
        return []
    etag, headers, body = known
    if environ.get("HTTP_IF_NONE_MATCH") == etag:
        start_response("304 Not Modified", [("ETag", etag)])
        return []
    start_response("200 OK", headers)
    return [body]
