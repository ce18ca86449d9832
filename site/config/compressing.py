"""Pages are sent compressed; WhiteNoise does the same for the files of `static/`."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from config.middleware import HTML


class CompressionMiddleware(GZipMiddleware):
    """Compresses the pages that everybody is given alike, and nothing else.

    How short an answer becomes tells what of it repeats what was asked (BREACH). That gives nothing away where nothing
    is secret; what is made for somebody who is signed in, or holds the token of a form, is sent as it is.
    It stands outside whatever may still put another body in place of a page.
    """

    max_random_bytes = 0  # they hide the length of secrets

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        page = isinstance(response, HttpResponse) and response.headers.get("Content-Type", "").startswith(HTML)
        if not page or not response.headers.get("Cache-Control", "").startswith("public"):
            return response
        return super().process_response(request, response)
