"""The client of Elasticsearch, which OpenSearch is told the same things by."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from elastic_transport import HttpHeaders, TransportError, Urllib3HttpNode
from elastic_transport.client_utils import DEFAULT
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.helpers import BulkIndexError

from search.cluster.address import Address
from search.engine import Unavailable

#: How long a reader's question may take, in seconds; the embedded engine is asked then.
BUDGET = 1.0
#: Writing is done by the worker, for whom nobody waits.
WRITING = 30.0

_COMPATIBLE = re.compile(r"application/vnd\.elasticsearch\+(json|x-ndjson); *compatible-with=\d+")


class OpenSearchNode(Urllib3HttpNode):
    """A node that is asked in plain media types, and whose answers the client takes for Elasticsearch's."""

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: Any = DEFAULT,
    ) -> Any:
        said = (headers or {}).items()
        plain = HttpHeaders({name: _COMPATIBLE.sub(r"application/\1", value) for name, value in said})
        answer = super().perform_request(method, target, body, plain, request_timeout)
        answer.meta.headers["x-elastic-product"] = "Elasticsearch"
        return answer


def connect(address: Address, seconds: float) -> Elasticsearch:
    """A client whose requests end after so many seconds, and go to another node only where one refuses them."""
    is_secure = address.nodes[0].startswith("https:")
    options: dict[str, Any] = {
        "node_class": OpenSearchNode if address.product == "opensearch" else None,
        "ca_certs": address.ca if is_secure else None,
        "basic_auth": (address.user, address.password) if address.user else None,
        "api_key": address.api_key,
    }
    return Elasticsearch(
        list(address.nodes),
        request_timeout=seconds,
        max_retries=len(address.nodes),
        retry_on_status=(),
        retry_on_timeout=False,
        **{name: value for name, value in options.items() if value},
    )


@contextmanager
def asking() -> Iterator[None]:
    """Whatever a cluster or the way to it does wrong is that it is Unavailable."""
    try:
        yield
    except (ApiError, TransportError, BulkIndexError) as error:
        raise Unavailable(f"The search cluster does not answer as it should: {_said(error)}") from error


def _said(error: Exception) -> str:
    """What is wrong in a few words, without the question, which may be somebody's search."""
    if isinstance(error, ApiError):
        return f"{error.status_code} {error.error}"
    return f"{type(error).__name__} {error.args[0]}"[:300]
